// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Semaphore, mutex and event, for the tasks of one loop. All are fair: who
// waits first goes on first, and nobody who comes later gets in between. Each
// is a variable, initialised as shown, and holds no memory. It belongs to the
// thread that uses it first: others get -EPERM. Null is -EINVAL. Nothing here
// allocates.

#ifndef YIELDC_TASK_SYNC_H
#define YIELDC_TASK_SYNC_H
#pragma GCC system_header

#include <stddef.h>
#include <yieldc/task/links.h>
#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What awaiting one of these gives: an int, 0 or a code. Its members are for
/// the library.
struct task_waiting {
  struct task_op op;
  int result;
  struct task_link link;
  struct task_links *in; ///< the list of those who wait for the same
};

extern const struct task_op_kind task_semaphore_kind, task_mutex_kind,
    task_event_kind;

// (Of an operation only what the await reads is set.)
static inline struct task_waiting task_waiting(const struct task_op_kind *kind,
                                               struct task_links *in) {
  struct task_waiting op;
  op.op.kind = kind;
  op.op.status = 0;
  op.in = in;
  return op;
}

/// Lets up to `free` tasks in: struct task_semaphore s = {.free = 3};
struct task_semaphore {
  size_t free;
  struct task_links waiters;
  void *thread; ///< whom it belongs to; null before it is used
};
/// `int await task_acquire(s)`
task_must_await static inline struct task_waiting
task_acquire(struct task_semaphore *semaphore) {
  return task_waiting(&task_semaphore_kind,
                      semaphore ? &semaphore->waiters : 0);
}
/// Without waiting: -EAGAIN if none is free, or others wait.
int task_try_acquire(struct task_semaphore *semaphore);
/// Hands it to the first who waits, or makes it free. -EPERM if that one is a
/// task of another thread.
int task_release(struct task_semaphore *semaphore);

/// One task at a time: struct task_mutex m = {0};
struct task_mutex {
  struct task_job *owner;
  struct task_links waiters;
  void *thread; ///< whom it belongs to; null before it is used
};
/// `int await task_lock(m)`: -EDEADLK if the task holds it already.
task_must_await static inline struct task_waiting
task_lock(struct task_mutex *mutex) {
  return task_waiting(&task_mutex_kind, mutex ? &mutex->waiters : 0);
}
/// -EPERM if this task does not hold it.
int task_unlock(struct task_mutex *mutex);

/// Something that happens once, until it is cleared: struct task_event e = {0};
struct task_event {
  bool is_set;
  struct task_links waiters;
  void *thread; ///< whom it belongs to; null before it is used
};
/// `int await task_event_wait(e)`: 0 at once if it is set.
task_must_await static inline struct task_waiting
task_event_wait(struct task_event *event) {
  return task_waiting(&task_event_kind, event ? &event->waiters : 0);
}
/// Lets all go on who wait.
int task_event_set(struct task_event *event);
int task_event_clear(struct task_event *event);

// task_auto_release struct task_semaphore *s = …: released when the scope ends,
// and task_auto_unlock struct task_mutex *m = …: also when the task is
// cancelled there. Null is fine.
#define task_auto_release __attribute__((cleanup(task_release_variable)))
#define task_auto_unlock __attribute__((cleanup(task_unlock_variable)))

static inline void task_release_variable(struct task_semaphore **variable) {
  if (*variable)
    task_release(*variable);
}
static inline void task_unlock_variable(struct task_mutex **variable) {
  if (*variable)
    task_unlock(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_SYNC_H
