// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stages of a pipeline: generators over a generator, which they own.

#ifndef BENCH_STAGES_H
#define BENCH_STAGES_H

#include "../harness/harness.h"
#include <yieldc.h>

BENCH_API generator(uint64_t) filter(generator(uint64_t) in,
                                     bool (*keep)(uint64_t));
BENCH_API generator(uint64_t) map(generator(uint64_t) in,
                                  uint64_t (*f)(uint64_t));
BENCH_API generator(uint64_t) skip(generator(uint64_t) in, uint64_t n);
BENCH_API generator(uint64_t) take(generator(uint64_t) in, uint64_t n);

#ifdef BENCH_VISIBLE
#include "stages.c"
#endif
#endif // BENCH_STAGES_H
