// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers by a hand-written state machine.

#include "fibonacci.h"

BENCH_API struct fibonacci fibonacci(uint64_t a, uint64_t b, uint64_t n) {
  return (struct fibonacci){a, b, n};
}

BENCH_API bool fibonacci_endless_next(struct fibonacci *self, uint64_t *out) {
  uint64_t next = self->a + self->b;
  *out = self->a;
  self->a = self->b;
  self->b = next;
  return true;
}

BENCH_API bool fibonacci_next(struct fibonacci *self, uint64_t *out) {
  if (!self->n)
    return false;
  --self->n;
  return fibonacci_endless_next(self, out);
}
