// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sums by a hand-written state machine.

#include "sums.h"

#include <stdlib.h>

bool sums_next(struct sums *self, int *out) {
  *out = self->a;
  self->a = (self->a + self->b) & 0xffff;
  self->b = (self->b + self->c) & 0xffff;
  self->c ^= self->a;
  return true;
}

struct sums_allocated {
  struct sums_source source;
  struct sums sums;
};

static bool sums_source_next(struct sums_source *source, int *out) {
  return sums_next(&((struct sums_allocated *)source)->sums, out);
}

static void sums_source_close(struct sums_source *source) { free(source); }

struct sums_source *sums(int a, int b, int c) {
  struct sums_allocated *self = malloc(sizeof *self);
  if (!self)
    return NULL;
  *self =
      (struct sums_allocated){{sums_source_next, sums_source_close}, {a, b, c}};
  return &self->source;
}
