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
  union {
    uint64_t milliseconds; ///< before it is set
    size_t slot;           ///< in the heap of the loop
  } at;
  void (*due)(struct task_timer *timer);
};

/// Sets `timer`, which must stay where it is, to be due in so many
/// milliseconds. -ENOMEM.
int task_timer_set(struct task_timer *timer, uint64_t milliseconds);
/// Only of one that is set and not yet due.
void task_timer_clear(struct task_timer *timer);

/// `int await task_sleep(milliseconds)`: 0 when so much time has passed, at the
/// earliest; 0 milliseconds let the others run that are ready. -ENOMEM.
struct task_sleep {
  struct task_op op;
  int result;
  struct task_timer timer;
};
extern const struct task_op_kind task_sleep_kind;
static inline struct task_sleep task_sleep(uint64_t milliseconds) {
  struct task_sleep op;
  op.op.kind = &task_sleep_kind;
  op.op.status = op.result = 0;
  op.timer.at.milliseconds = milliseconds;
  return op;
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_TIME_H
