// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For tests: a machine that is busy with something else whenever libuv looks at
// the clock.

#ifndef SLOW_MACHINE_H
#define SLOW_MACHINE_H

#include <time.h>

/// libuv's clock: at each look five milliseconds have passed.
int clock_gettime(clockid_t clock, struct timespec *time) {
  static long milliseconds = 1000;
  (void)clock;
  milliseconds += 5;
  time->tv_sec = milliseconds / 1000;
  time->tv_nsec = milliseconds % 1000 * 1000000;
  return 0;
}

#endif
