// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What every variant of a benchmark defines and may use. One program is one
// variant of one row: harness.c times workload() and prints the time and the
// checksum; tools/bench compares the checksums.

#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Does the work on `items` items and returns their checksum. `length` is the
/// length of each generator in the rows that make many. Both come from the
/// command line, so that nothing of it can be computed by the compiler.
uint64_t workload(uint64_t items, uint64_t length);

/// Makes what workload() works on. Not timed, called once, and only if defined.
__attribute__((weak)) void prepare(uint64_t items, uint64_t length);

/// Bytes that workload() found live per generator, where that is what it
/// measures.
extern double bench_bytes;

/// Bytes that the program has got from malloc.
size_t bench_heap(void);

#ifdef __cplusplus
}
#endif

// A generator that is *visible* is compiled with its consumer, as a static
// function: the header includes its definition. If it is *opaque*, that is
// another object file.
#ifdef BENCH_VISIBLE
#define BENCH_API static __attribute__((unused))
#else
#define BENCH_API
#endif

#endif // BENCH_HARNESS_H
