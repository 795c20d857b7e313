// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts allocations: linked with --wrap for each of these functions. Not part
// of the programs that are timed.

#include <stddef.h>
#include <stdint.h>

uint64_t bench_allocations;

#define COUNTED(result, name, parameters, arguments)                           \
  result __real_##name parameters;                                             \
  result __wrap_##name parameters {                                            \
    ++bench_allocations;                                                       \
    return __real_##name arguments;                                            \
  }

COUNTED(void *, malloc, (size_t size), (size))
COUNTED(void *, calloc, (size_t n, size_t size), (n, size))
COUNTED(void *, realloc, (void *old, size_t size), (old, size))
COUNTED(void *, aligned_alloc, (size_t align, size_t size), (align, size))
