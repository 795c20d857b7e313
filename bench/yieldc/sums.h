// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A generator with three ints of state.

#ifndef BENCH_SUMS_H
#define BENCH_SUMS_H

#include "../harness/harness.h"
#include <yieldc.h>

BENCH_API generator(int) sums(int a, int b, int c);

#ifdef BENCH_VISIBLE
#include "sums.c"
#endif
#endif // BENCH_SUMS_H
