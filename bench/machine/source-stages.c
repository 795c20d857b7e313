// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stages of the pipelines, behind function pointers.

#include "source.h"

#include <stdlib.h>

struct stage {
  struct source source;
  struct source *in;
  bool (*keep)(uint64_t);
  uint64_t (*f)(uint64_t);
  uint64_t n;
};

static void stage_close(struct source *source) {
  close(((struct stage *)source)->in);
  free(source);
}

static struct stage *stage(struct source *in,
                           bool (*stage_next)(struct source *, uint64_t *)) {
  struct stage *self = in ? calloc(1, sizeof *self) : NULL;
  if (!self) {
    if (in)
      close(in);
    return NULL;
  }
  self->source = (struct source){stage_next, stage_close};
  self->in = in;
  return self;
}

static bool filter_next(struct source *source, uint64_t *out) {
  struct stage *self = (struct stage *)source;
  uint64_t x;
  while (next(self->in, &x))
    if (self->keep(x)) {
      *out = x;
      return true;
    }
  return false;
}

BENCH_API struct source *filter(struct source *in, bool (*keep)(uint64_t)) {
  struct stage *self = stage(in, filter_next);
  if (!self)
    return NULL;
  self->keep = keep;
  return &self->source;
}

static bool map_next(struct source *source, uint64_t *out) {
  struct stage *self = (struct stage *)source;
  uint64_t x;
  if (!next(self->in, &x))
    return false;
  *out = self->f(x);
  return true;
}

BENCH_API struct source *map(struct source *in, uint64_t (*f)(uint64_t)) {
  struct stage *self = stage(in, map_next);
  if (!self)
    return NULL;
  self->f = f;
  return &self->source;
}

static bool skip_next(struct source *source, uint64_t *out) {
  struct stage *self = (struct stage *)source;
  for (; self->n; --self->n)
    if (!next(self->in, out))
      return false;
  return next(self->in, out);
}

BENCH_API struct source *skip(struct source *in, uint64_t n) {
  struct stage *self = stage(in, skip_next);
  if (!self)
    return NULL;
  self->n = n;
  return &self->source;
}

static bool take_next(struct source *source, uint64_t *out) {
  struct stage *self = (struct stage *)source;
  if (!self->n)
    return false;
  --self->n;
  return next(self->in, out);
}

BENCH_API struct source *take(struct source *in, uint64_t n) {
  struct stage *self = stage(in, take_next);
  if (!self)
    return NULL;
  self->n = n;
  return &self->source;
}
