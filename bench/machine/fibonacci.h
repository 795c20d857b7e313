// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers by a hand-written state machine, with its state in the
// open: in place when opaque.

#ifndef BENCH_MACHINE_FIBONACCI_H
#define BENCH_MACHINE_FIBONACCI_H

#include "../harness/harness.h"

struct fibonacci {
  uint64_t a, b, n;
};

BENCH_API struct fibonacci fibonacci(uint64_t a, uint64_t b, uint64_t n);
BENCH_API bool fibonacci_next(struct fibonacci *self, uint64_t *out);
BENCH_API bool fibonacci_endless_next(struct fibonacci *self, uint64_t *out);

#ifdef BENCH_VISIBLE
#include "fibonacci.c"
#endif
#endif // BENCH_MACHINE_FIBONACCI_H
