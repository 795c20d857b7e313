// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists of waiting tasks. Not installed.

#ifndef YIELDC_RUNTIME_TASK_WAITERS_H
#define YIELDC_RUNTIME_TASK_WAITERS_H

#include <errno.h>
#include <yieldc/task/sync.h>

/// Puts it behind the others.
void task_waiters_add(struct task_waiters *waiters,
                      struct task_waiting *waiting);
void task_waiters_remove(struct task_waiting *waiting);
/// Ends the first with `result`; false if there is none.
bool task_waiters_wake(struct task_waiters *waiters, int result);

/// For task_op_kind: leaves the list.
void task_waiting_cancel(struct task_op *op);

/// Whether those who wait are of another thread's loop.
bool task_waiters_are_foreign(const struct task_waiters *waiters);

#endif // YIELDC_RUNTIME_TASK_WAITERS_H
