// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The squares behind function pointers.

#include "source.h"

#include <stdlib.h>

struct squares {
  struct source source;
  uint64_t i, n;
};

static void squares_close(struct source *source) { free(source); }

static bool squares_next(struct source *source, uint64_t *out) {
  struct squares *self = (struct squares *)source;
  if (self->i == self->n)
    return false;
  *out = self->i * self->i;
  ++self->i;
  return true;
}

BENCH_API struct source *squares(uint64_t n) {
  struct squares *self = malloc(sizeof *self);
  if (!self)
    return NULL;
  *self = (struct squares){{squares_next, squares_close}, 0, n};
  return &self->source;
}
