// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For tests that are linked with --wrap=malloc and --wrap=aligned_alloc: counts
// what the program itself allocates.

#ifndef FUSED_H
#define FUSED_H

#include "../../expect.h"
#include <yieldc.h>

static int allocations;

extern void *__real_malloc(size_t size);
extern void *__real_aligned_alloc(size_t align, size_t size);
extern void *__wrap_malloc(size_t size);
extern void *__wrap_aligned_alloc(size_t align, size_t size);

void *__wrap_malloc(size_t size) {
  ++allocations;
  return __real_malloc(size);
}
void *__wrap_aligned_alloc(size_t align, size_t size) {
  ++allocations;
  return __real_aligned_alloc(align, size);
}

/// What the program was allowed to allocate up to here, all told.
#define EXPECT_ALLOCATIONS(count) EXPECT(allocations == (count))

typedef generator(int) ints;

static inline ints range(int begin, int end) {
  while (begin < end)
    yield begin++;
}

#endif
