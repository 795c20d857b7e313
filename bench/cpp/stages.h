// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stages of a pipeline, as coroutines.

#ifndef BENCH_CPP_STAGES_H
#define BENCH_CPP_STAGES_H

#include "generator.h"

using numbers = generator<uint64_t>;
BENCH_API numbers filter(numbers in, bool (*keep)(uint64_t));
BENCH_API numbers map(numbers in, uint64_t (*f)(uint64_t));
BENCH_API numbers skip(numbers in, uint64_t n);
BENCH_API numbers take(numbers in, uint64_t n);

#ifdef BENCH_VISIBLE
#include "stages.cpp"
#endif
#endif // BENCH_CPP_STAGES_H
