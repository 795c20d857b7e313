// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all the tasks of a loop are doing.

#ifndef YIELDC_TASK_LIST_H
#define YIELDC_TASK_LIST_H
#pragma GCC system_header

#include <stdio.h>
#include <yieldc/task/job.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Prints a line for every live task of this thread's loop: the call that made
/// it and where it was started; the function and the line where it waits, for
/// what, and since when. Returns how many there are; -EINVAL for null, or where
/// no loop runs. Allocates nothing itself.
int task_list(FILE *to);

/// Does so, to stderr, whenever the process receives the signal, until the loop
/// ends. Again, with another signal, it is that one; 0 ends it. -EINVAL, or
/// what libuv says.
int task_list_on_signal(int signal);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_LIST_H
