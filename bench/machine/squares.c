// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The squares by a hand-written state machine.

#include "squares.h"

BENCH_API struct squares squares(uint64_t n) { return (struct squares){0, n}; }

BENCH_API bool squares_next(struct squares *self, uint64_t *out) {
  if (self->i == self->n)
    return false;
  *out = self->i * self->i;
  ++self->i;
  return true;
}
