// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A coroutine with three ints of state.

#ifndef BENCH_CPP_SUMS_H
#define BENCH_CPP_SUMS_H

#include "generator.h"

BENCH_API generator<int> sums(int a, int b, int c);

#ifdef BENCH_VISIBLE
#include "sums.cpp"
#endif
#endif // BENCH_CPP_SUMS_H
