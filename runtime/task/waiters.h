// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists of waiting tasks. Not installed. Inline, for they are on the way of
// every item of a queue.

#ifndef YIELDC_RUNTIME_TASK_WAITERS_H
#define YIELDC_RUNTIME_TASK_WAITERS_H

#include "loop.h"
#include <errno.h>
#include <yieldc/task/sync.h>

/// Puts it behind the others.
static inline void task_waiters_add(struct task_waiters *waiters,
                                    struct task_waiting *waiting) {
  waiting->in = waiters;
  waiting->next = NULL;
  waiting->previous = waiters->last;
  if (waiters->last)
    waiters->last->next = waiting;
  else
    waiters->first = waiting;
  waiters->last = waiting;
}

static inline void task_waiters_remove(struct task_waiting *waiting) {
  struct task_waiters *waiters = waiting->in;
  if (waiting->next)
    waiting->next->previous = waiting->previous;
  else
    waiters->last = waiting->previous;
  if (waiting->previous)
    waiting->previous->next = waiting->next;
  else
    waiters->first = waiting->next;
}

static inline void task_waiting_end(struct task_waiting *waiting, int result) {
  task_waiters_remove(waiting);
  waiting->result = result;
  task_op_done(&waiting->op);
}

/// Ends the first with `result`; false if there is none.
static inline bool task_waiters_wake(struct task_waiters *waiters, int result) {
  struct task_waiting *first = waiters->first;
  if (first)
    task_waiting_end(first, result);
  return first != NULL;
}

/// For task_op_kind: leaves the list.
static inline void task_waiting_cancel(struct task_op *op) {
  task_waiters_remove((struct task_waiting *)op);
  op->status = -ECANCELED;
  task_op_done(op);
}

/// Whether what has this list belongs to another thread than the caller's. It
/// belongs to the first that uses it. (The address of a variable that each
/// thread has tells who is who, also when its loop is another one.)
static inline bool task_waiters_are_foreign(struct task_waiters *waiters) {
  void *self = &task_loop;
  void *owner = __atomic_load_n(&waiters->thread, __ATOMIC_RELAXED);
  if (owner)
    return owner != self;
  __atomic_store_n(&waiters->thread, self, __ATOMIC_RELAXED);
  return false;
}

#endif // YIELDC_RUNTIME_TASK_WAITERS_H
