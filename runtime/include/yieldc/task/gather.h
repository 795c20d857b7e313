// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Several tasks of one type at once. They are taken over, whatever happens, and
// none outlives the await: if it is cancelled, so are they. One allocation for
// all of them.

#ifndef YIELDC_TASK_GATHER_H
#define YIELDC_TASK_GATHER_H
#pragma GCC system_header

#include <yieldc/consume.h>
#include <yieldc/task/job.h>
#include <yieldc/task/macros.h>

#ifdef __cplusplus
extern "C" {
#endif

// int await task_gather(task(R) *tasks, size_t count, R *results): runs them
// all. 0, and their results in the order of the tasks; or the code of the first
// that failed, of which the others were cancelled.
// int await task_gather(tasks, count): without results.
#define task_gather(...)                                                       \
  YIELDC_PICK(__VA_ARGS__, yieldc_gather_usage, yieldc_gather_usage,           \
              yieldc_gather_usage, yieldc_gather3, yieldc_gather2,             \
              yieldc_gather_usage, ~)("task_gather", TASK_GATHER, __VA_ARGS__)

// int await task_settle(tasks, count, R *results, int *codes): runs all of them
// to their ends, however these are: codes[i] is 0 or what the i-th failed with.
// Returns how many failed. -ENOMEM: none was run.
#define task_settle(tasks, count, results, codes)                              \
  yieldc_gather4("task_settle", TASK_SETTLE, tasks, count, results, codes)

// int await task_race(tasks, count, R *result): the number of the first that
// succeeds, from 0 on, and its result; the others are cancelled. If none does,
// the code of the first that failed. -EINVAL for a count of 0.
// int await task_race(tasks, count): without the result.
#define task_race(...)                                                         \
  YIELDC_PICK(__VA_ARGS__, yieldc_gather_usage, yieldc_gather_usage,           \
              yieldc_gather_usage, yieldc_gather3, yieldc_gather2,             \
              yieldc_gather_usage, ~)("task_race", TASK_RACE, __VA_ARGS__)

enum task_gathering { TASK_GATHER, TASK_SETTLE, TASK_RACE };

/// Its members are for the library.
struct task_gathered {
  struct task_op op;
  int result;
  enum task_gathering how;
  yieldc_any_handle *frames;
  size_t count;
  void *results;
  int *codes;
  const struct task_origin *origin;
  struct task_group group;
  struct task_job *jobs;
  int code;
  bool given_up;
  size_t winner;
};

struct task_gathered task_gather_frames(enum task_gathering how, void *tasks,
                                        size_t count, void *results, int *codes,
                                        const struct task_origin *origin);

#define yieldc_gather2(who, how, tasks, count)                                 \
  (__extension__({                                                             \
    YIELDC_TASK_OR((tasks)[0], who);                                           \
    YIELDC_ORIGIN_ALONE(#tasks);                                               \
    task_gather_frames(how, (tasks), (count), (void *)0, (int *)0,             \
                       &yieldc_origin);                                        \
  }))
#define yieldc_gather3(who, how, tasks, count, results)                        \
  yieldc_gather4(who, how, tasks, count, results, (int *)0)
#define yieldc_gather4(who, how, tasks, count, results, codes)                 \
  (__extension__({                                                             \
    YIELDC_TASK_OR((tasks)[0], who);                                           \
    YIELDC_RESULT_OUT(results, who);                                           \
    YIELDC_ORIGIN(#tasks, *YIELDC_POINTER(results));                           \
    task_gather_frames(how, (tasks), (count), YIELDC_POINTER(results),         \
                       (codes), &yieldc_origin);                               \
  }))
#define yieldc_gather_usage(who, how, ...)                                     \
  YIELDC_TASK_USAGE(who "(tasks, count) or " who "(tasks, count, results)")

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_GATHER_H
