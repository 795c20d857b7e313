// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The squares modulo 2^64 below n: a sequence whose loop is vectorised.

#ifndef BENCH_SQUARES_H
#define BENCH_SQUARES_H

#include "../harness/harness.h"
#include <yieldc.h>

BENCH_API generator(uint64_t) squares(uint64_t n);

#ifdef BENCH_VISIBLE
#include "squares.c"
#endif
#endif // BENCH_SQUARES_H
