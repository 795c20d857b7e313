// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// main() of every compiled variant: ITEMS LENGTH REPEATS on the command line;
// prints the shortest time of all repetitions, as processor time of this
// thread, which other programs on the machine disturb least.

#define _GNU_SOURCE
#include "harness.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double bench_bytes;

size_t bench_heap(void) {
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/// How often the program has allocated, where count.c is linked in.
__attribute__((weak)) extern uint64_t bench_allocations;

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: %s ITEMS LENGTH REPEATS\n", argv[0]);
    return 2;
  }
  uint64_t items = strtoull(argv[1], NULL, 10);
  uint64_t length = strtoull(argv[2], NULL, 10);
  uint64_t best = UINT64_MAX, sum = 0;
  if (prepare)
    prepare(items, length);
  uint64_t allocations = &bench_allocations ? bench_allocations : 0;
  for (int repeats = atoi(argv[3]); repeats > 0; --repeats) {
    uint64_t start = now();
    sum = workload(items, length);
    uint64_t time = now() - start;
    if (time < best)
      best = time;
  }
  printf("ns=%" PRIu64 " sum=%" PRIu64, best, sum);
  if (bench_bytes > 0)
    printf(" bytes=%.2f", bench_bytes);
  if (&bench_allocations)
    printf(" allocations=%" PRIu64, bench_allocations - allocations);
  puts("");
}
