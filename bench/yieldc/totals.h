// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Running totals of what is sent.

#ifndef BENCH_TOTALS_H
#define BENCH_TOTALS_H

#include "../harness/harness.h"
#include <yieldc.h>

BENCH_API generator(uint64_t, uint64_t) totals(uint64_t total);

#ifdef BENCH_VISIBLE
#include "totals.c"
#endif
#endif // BENCH_TOTALS_H
