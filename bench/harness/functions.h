// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions that the pipelines call through pointers.

#ifndef BENCH_FUNCTIONS_H
#define BENCH_FUNCTIONS_H

#include "harness.h"

#define BENCH_FN static __attribute__((unused))

BENCH_FN bool odd(uint64_t x) { return x & 1; }
BENCH_FN bool has_bit_2(uint64_t x) { return x & 4; }
BENCH_FN bool has_bit_5(uint64_t x) { return x & 32; }
BENCH_FN uint64_t triple_plus_1(uint64_t x) { return 3 * x + 1; }
BENCH_FN uint64_t folded(uint64_t x) { return x ^ x >> 1; }
BENCH_FN uint64_t plus_9(uint64_t x) { return x + 9; }
BENCH_FN uint64_t square(uint64_t x) { return x * x; }
BENCH_FN bool below(uint64_t x, uint64_t limit) { return x < limit; }

#endif // BENCH_FUNCTIONS_H
