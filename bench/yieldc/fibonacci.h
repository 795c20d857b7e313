// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers modulo 2^64, from `a` and `b` on.

#ifndef BENCH_FIBONACCI_H
#define BENCH_FIBONACCI_H

#include "../harness/harness.h"
#include <yieldc.h>

BENCH_API generator(uint64_t) fibonacci(uint64_t a, uint64_t b, uint64_t n);
BENCH_API generator(uint64_t) fibonacci_endless(uint64_t a, uint64_t b);

#ifdef BENCH_VISIBLE
#include "fibonacci.c"
#endif
#endif // BENCH_FIBONACCI_H
