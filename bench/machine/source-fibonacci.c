// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers behind function pointers.

#include "source.h"

#include <stdlib.h>

struct fibonacci {
  struct source source;
  uint64_t a, b, n;
};

static void fibonacci_close(struct source *source) { free(source); }

static bool fibonacci_next(struct source *source, uint64_t *out) {
  struct fibonacci *self = (struct fibonacci *)source;
  if (!self->n)
    return false;
  --self->n;
  uint64_t next = self->a + self->b;
  *out = self->a;
  self->a = self->b;
  self->b = next;
  return true;
}

BENCH_API struct source *fibonacci(uint64_t a, uint64_t b, uint64_t n) {
  struct fibonacci *self = malloc(sizeof *self);
  if (!self)
    return NULL;
  *self = (struct fibonacci){{fibonacci_next, fibonacci_close}, a, b, n};
  return &self->source;
}

static bool fibonacci_endless_next(struct source *source, uint64_t *out) {
  struct fibonacci *self = (struct fibonacci *)source;
  uint64_t next = self->a + self->b;
  *out = self->a;
  self->a = self->b;
  self->b = next;
  return true;
}

BENCH_API struct source *fibonacci_endless(uint64_t a, uint64_t b) {
  struct source *self = fibonacci(a, b, 0);
  if (self)
    self->next = fibonacci_endless_next;
  return self;
}
