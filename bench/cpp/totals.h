// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Running totals of what is sent.

#ifndef BENCH_CPP_TOTALS_H
#define BENCH_CPP_TOTALS_H

#include "channel.h"

BENCH_API channel<uint64_t, uint64_t> totals(uint64_t total);

#ifdef BENCH_VISIBLE
#include "totals.cpp"
#endif
#endif // BENCH_CPP_TOTALS_H
