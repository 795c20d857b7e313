// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists of waiting tasks. Not installed. Inline, for they are on the way of
// every item of a queue.

#ifndef YIELDC_RUNTIME_TASK_WAITERS_H
#define YIELDC_RUNTIME_TASK_WAITERS_H

#include "loop.h"
#include <errno.h>
#include <yieldc/task/sync.h>

static inline struct task_waiting *task_waiting_of(struct task_link *link) {
  return TASK_CONTAINER(struct task_waiting, link, link);
}

/// Lets it wait behind the others.
static inline void task_waiting_add(struct task_links *waiters,
                                    struct task_waiting *waiting) {
  waiting->in = waiters;
  task_links_add(waiters, &waiting->link);
}

static inline void task_waiting_end(struct task_waiting *waiting, int result) {
  task_links_remove(waiting->in, &waiting->link);
  waiting->result = result;
  task_op_done(&waiting->op);
}

/// Ends the first with `result`; false if there is none.
static inline bool task_waiters_wake(struct task_links *waiters, int result) {
  struct task_link *first = waiters->first;
  if (first)
    task_waiting_end(task_waiting_of(first), result);
  return first != NULL;
}

/// For task_op_kind: leaves the list.
static inline void task_waiting_cancel(struct task_op *op) {
  struct task_waiting *waiting = (struct task_waiting *)op;
  task_links_remove(waiting->in, &waiting->link);
  task_op_given_up(op);
}

/// Whether something belongs to another thread than the caller's. It belongs to
/// the first that uses it. (The address of a variable that each thread has
/// tells who is who, also when its loop is another one.)
static inline bool task_is_foreign(void **thread) {
  void *self = &task_loop;
  void *owner = __atomic_load_n(thread, __ATOMIC_RELAXED);
  if (owner)
    return owner != self;
  __atomic_store_n(thread, self, __ATOMIC_RELAXED);
  return false;
}

#endif // YIELDC_RUNTIME_TASK_WAITERS_H
