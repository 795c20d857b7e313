// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Condition variables whose timed waits go by the clock that only goes forward.
// Not installed.

#ifndef YIELDC_RUNTIME_TASK_CONDITION_H
#define YIELDC_RUNTIME_TASK_CONDITION_H

#include <pthread.h>
#include <time.h>

/// 0, or a code of <errno.h>.
static inline int task_condition_init(pthread_cond_t *condition) {
  pthread_condattr_t attributes;
  int code = pthread_condattr_init(&attributes);
  if (code)
    return code;
  code = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  if (!code)
    code = pthread_cond_init(condition, &attributes);
  pthread_condattr_destroy(&attributes);
  return code;
}

#endif // YIELDC_RUNTIME_TASK_CONDITION_H
