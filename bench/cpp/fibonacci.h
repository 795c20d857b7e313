// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers modulo 2^64, and squares.

#ifndef BENCH_CPP_FIBONACCI_H
#define BENCH_CPP_FIBONACCI_H

#include "generator.h"

BENCH_API generator<uint64_t> fibonacci(uint64_t a, uint64_t b, uint64_t n);
BENCH_API generator<uint64_t> fibonacci_endless(uint64_t a, uint64_t b);
BENCH_API generator<uint64_t> squares(uint64_t n);

#ifdef BENCH_VISIBLE
#include "fibonacci.cpp"
#endif
#endif // BENCH_CPP_FIBONACCI_H
