// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk behind function pointers.

#include "source-walk.h"

#define BENCH_VISIBLE
#include "walk.h"

#include <stdlib.h>

struct walk_source {
  struct source source;
  struct walk walk;
};

static bool walk_source_next(struct source *source, uint64_t *out) {
  return walk_next(&((struct walk_source *)source)->walk, out);
}

static void walk_source_close(struct source *source) {
  walk_close(&((struct walk_source *)source)->walk);
  free(source);
}

struct source *walk_source(const struct node *node) {
  struct walk_source *self = malloc(sizeof *self);
  if (!self)
    return NULL;
  self->source = (struct source){walk_source_next, walk_source_close};
  self->walk = walk(node);
  return &self->source;
}
