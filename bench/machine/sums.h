// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A hand-written state machine with three ints of state: in place, and behind
// function pointers.

#ifndef BENCH_MACHINE_SUMS_H
#define BENCH_MACHINE_SUMS_H

#include "../harness/harness.h"

struct sums {
  int a, b, c;
};

BENCH_API bool sums_next(struct sums *self, int *out);

struct sums_source {
  bool (*next)(struct sums_source *self, int *out);
  void (*close)(struct sums_source *self);
};

BENCH_API struct sums_source *sums(int a, int b, int c);

#ifdef BENCH_VISIBLE
#include "sums.c"
#endif
#endif // BENCH_MACHINE_SUMS_H
