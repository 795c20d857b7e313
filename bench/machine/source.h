// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The usual iterator of C: a state machine behind two function pointers,
// allocated by who makes it. It owns the source that it reads from.

#ifndef BENCH_MACHINE_SOURCE_H
#define BENCH_MACHINE_SOURCE_H

#include "../harness/harness.h"

struct source {
  bool (*next)(struct source *self, uint64_t *out);
  void (*close)(struct source *self);
};

static inline bool next(struct source *source, uint64_t *out) {
  return source->next(source, out);
}
static inline void close(struct source *source) { source->close(source); }

/// None if there is no memory (or, in a stage, no source).
BENCH_API struct source *fibonacci(uint64_t a, uint64_t b, uint64_t n);
BENCH_API struct source *fibonacci_endless(uint64_t a, uint64_t b);
BENCH_API struct source *squares(uint64_t n);
BENCH_API struct source *filter(struct source *in, bool (*keep)(uint64_t));
BENCH_API struct source *map(struct source *in, uint64_t (*f)(uint64_t));
BENCH_API struct source *skip(struct source *in, uint64_t n);
BENCH_API struct source *take(struct source *in, uint64_t n);

#ifdef BENCH_VISIBLE
#include "source-fibonacci.c"
#include "source-squares.c"
#include "source-stages.c"
#endif
#endif // BENCH_MACHINE_SOURCE_H
