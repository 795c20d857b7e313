// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The squares by a hand-written state machine.

#ifndef BENCH_MACHINE_SQUARES_H
#define BENCH_MACHINE_SQUARES_H

#include "../harness/harness.h"

struct squares {
  uint64_t i, n;
};

BENCH_API struct squares squares(uint64_t n);
BENCH_API bool squares_next(struct squares *self, uint64_t *out);

#ifdef BENCH_VISIBLE
#include "squares.c"
#endif
#endif // BENCH_MACHINE_SQUARES_H
