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

/// Ends the first with `result`; false if there is none.
static inline bool task_waiters_wake(struct task_waiters *waiters, int result) {
  struct task_waiting *first = waiters->first;
  if (!first)
    return false;
  task_waiters_remove(first);
  first->result = result;
  task_op_done(&first->op);
  return true;
}

/// For task_op_kind: leaves the list.
static inline void task_waiting_cancel(struct task_op *op) {
  task_waiters_remove((struct task_waiting *)op);
  op->status = -ECANCELED;
  task_op_done(op);
}

/// Whether those who wait are of another thread's loop.
static inline bool
task_waiters_are_foreign(const struct task_waiters *waiters) {
  return waiters->first && waiters->first->op.job->group->loop != task_loop;
}

#endif // YIELDC_RUNTIME_TASK_WAITERS_H
