// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include "waiters.h"

// What is awaited goes through the list that it will wait in; null for null.
#define OBJECT(type, op)                                                       \
  TASK_CONTAINER(struct type, waiters, ((struct task_waiting *)(op))->in)

/// Waits, unless `result` says how it ends at once: 1 stands for waiting.
static bool wait_or(struct task_op *op, int result) {
  struct task_waiting *waiting = (struct task_waiting *)op;
  if (result <= 0) {
    waiting->result = result;
    return true;
  }
  task_waiting_add(waiting->in, waiting);
  return false;
}

static bool is_null(struct task_op *op) {
  struct task_waiting *waiting = (struct task_waiting *)op;
  if (waiting->in)
    return false;
  waiting->result = -EINVAL;
  return true;
}

/// What a call answers before it wakes tasks.
#define REFUSED(object)                                                        \
  (!(object) ? -EINVAL : task_is_foreign(&(object)->thread) ? -EPERM : 0)

// ---- Semaphore --------------------------------------------------------------

int task_try_acquire(struct task_semaphore *semaphore) {
  int code = REFUSED(semaphore);
  if (code)
    return code;
  if (!semaphore->free)
    return -EAGAIN;
  --semaphore->free;
  return 0;
}

static bool acquire(struct task_op *op) {
  if (is_null(op))
    return true;
  int code = task_try_acquire(OBJECT(task_semaphore, op));
  return wait_or(op, code == -EAGAIN ? 1 : code);
}

const struct task_op_kind task_semaphore_kind = {
    .name = "a semaphore", .start = acquire, .cancel = task_waiting_cancel};

int task_release(struct task_semaphore *semaphore) {
  int code = REFUSED(semaphore);
  if (!code && !task_waiters_wake(&semaphore->waiters, 0))
    ++semaphore->free;
  return code;
}

// ---- Mutex ------------------------------------------------------------------

static bool lock(struct task_op *op) {
  if (is_null(op))
    return true;
  struct task_mutex *mutex = OBJECT(task_mutex, op);
  struct task_job *self = task_outermost(op->job);
  int code = REFUSED(mutex);
  if (code || mutex->owner)
    return wait_or(op, code ? code : mutex->owner == self ? -EDEADLK : 1);
  mutex->owner = self;
  return wait_or(op, 0);
}

const struct task_op_kind task_mutex_kind = {
    .name = "a mutex", .start = lock, .cancel = task_waiting_cancel};

int task_unlock(struct task_mutex *mutex) {
  if (!mutex)
    return -EINVAL;
  struct task_job *self = task_current();
  if (REFUSED(mutex) || !self || mutex->owner != task_outermost(self))
    return -EPERM;
  struct task_link *next = mutex->waiters.first;
  mutex->owner = next ? task_outermost(task_waiting_of(next)->op.job) : NULL;
  task_waiters_wake(&mutex->waiters, 0);
  return 0;
}

// ---- Event ------------------------------------------------------------------

static bool wait_for_event(struct task_op *op) {
  if (is_null(op))
    return true;
  struct task_event *event = OBJECT(task_event, op);
  int code = REFUSED(event);
  return wait_or(op, code ? code : !event->is_set);
}

const struct task_op_kind task_event_kind = {
    .name = "an event", .start = wait_for_event, .cancel = task_waiting_cancel};

int task_event_set(struct task_event *event) {
  int code = REFUSED(event);
  if (code)
    return code;
  event->is_set = true;
  while (task_waiters_wake(&event->waiters, 0))
    ;
  return 0;
}

int task_event_clear(struct task_event *event) {
  int code = REFUSED(event);
  if (!code)
    event->is_set = false;
  return code;
}
