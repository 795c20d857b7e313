// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls into a loop from other threads.

#ifndef YIELDC_TASK_REMOTE_H
#define YIELDC_TASK_REMOTE_H
#pragma GCC system_header

#include <yieldc/task/job.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A way into a loop, counted: while there is one the loop waits for calls,
/// though its tasks wait for nothing else.
struct task_remote;

/// A new reference, for the loop of this thread; null without a loop or without
/// memory. May be used and released by any thread, also when the loop is gone.
struct task_remote *task_remote(void);
struct task_remote *task_remote_retain(struct task_remote *remote);
void task_remote_release(struct task_remote *remote);

/// Has function(argument) called by the thread of the loop, where it may set
/// events, put into queues without waiting, start and cancel tasks; it is
/// called outside of all tasks. Calls run in the order in which they came. Any
/// thread. -ESHUTDOWN if the loop has ended, -ENOMEM, -EINVAL. One allocation.
int task_remote_call(struct task_remote *remote, void (*function)(void *),
                     void *argument);

/// One that waits to be made. Its members are for the library.
struct task_call {
  struct task_call *next;
  void (*function)(void *);
  void *argument;
  bool owned; ///< is to be freed
};

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_REMOTE_H
