// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that block, on libuv's pool of threads (UV_THREADPOOL_SIZE, four if
// it is not set), and futures, awaited.

#ifndef YIELDC_TASK_WORK_H
#define YIELDC_TASK_WORK_H
#pragma GCC system_header

#include <uv.h>
#include <yieldc/task/future.h>
#include <yieldc/task/remote.h>

#ifdef __cplusplus
extern "C" {
#endif

/// libuv's loop that this thread's tasks run on, for operations of your own;
/// null where no loop runs. The library runs and closes it: handles in it must
/// be closed before the task that task_run runs has ended.
uv_loop_t *task_uv_loop(void);

/// `int await task_work(function, argument)`: runs it by another thread, and
/// gives what it returns. If the task is cancelled before it begins, it never
/// does; one that runs is waited for. Allocates nothing. -EINVAL for null.
struct task_work {
  struct task_op op;
  int result;
  int (*function)(void *);
  void *argument;
  uv_work_t request;
};
extern const struct task_op_kind task_work_kind;
task_must_await static inline struct task_work
task_work(int (*function)(void *argument), void *argument) {
  struct task_work op;
  op.op.kind = &task_work_kind;
  op.op.status = 0;
  op.function = function;
  op.argument = argument;
  return op;
}

/// `int await task_future(future)`: waits until it is done, and gives its
/// result. If the task is cancelled the future is not. The caller keeps its
/// reference.
struct task_future_wait {
  struct task_op op;
  int result;
  struct task_future *future;
  struct task_callback callback;
  struct task_call call;
};
task_must_await struct task_future_wait task_future(struct task_future *future);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_WORK_H
