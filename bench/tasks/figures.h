// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the programs about tasks measure with.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static inline void figure(double value) { printf("%.2f\n", value); }

/// Bytes of memory in use.
static inline long resident(void) {
  long size, pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%ld %ld", &size, &pages) != 2)
    exit(1);
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

/// Keeps a processor busy for some 20 microseconds.
static inline long busy(long x) {
  unsigned long state = (unsigned long)x + 1;
  for (int i = 0; i < 15000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    __asm__ volatile("" : "+r"(state)); // is not to be computed at once
  }
  return (long)(state >> 60);
}
