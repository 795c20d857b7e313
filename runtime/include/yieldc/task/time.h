// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Time, in milliseconds, by a clock that only goes forward.

#ifndef YIELDC_TASK_TIME_H
#define YIELDC_TASK_TIME_H
#pragma GCC system_header

#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Now, of the loop of this thread: virtual in task_run_virtual. 0 where no
/// loop runs.
uint64_t task_now(void);

/// What is due at some time. Its members are for the library.
struct task_timer {
  struct task_timer *child, *next, *previous; ///< in the heap of the loop
  uint64_t when; ///< before it is set: in how many milliseconds
};

/// `await task_sleep(milliseconds)`: until so much time has passed, at the
/// earliest; 0 lets those go on that are ready. Gives nothing, and can't fail.
struct task_sleep {
  struct task_op op;
  struct task_nothing result;
  struct task_timer timer;
};
extern const struct task_op_kind task_sleep_kind;
task_must_await static inline struct task_sleep
task_sleep(uint64_t milliseconds) {
  struct task_sleep op;
  op.op.kind = &task_sleep_kind;
  op.op.status = 0;
  op.timer.when = milliseconds;
  return op;
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_TIME_H
