// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2 by hand-written state machines, one within the other, visible.

#include "../harness/functions.h"
#include "fibonacci.h"

struct filter {
  struct fibonacci in;
  bool (*keep)(uint64_t);
};

static bool filter_next(struct filter *self, uint64_t *out) {
  uint64_t x;
  while (fibonacci_endless_next(&self->in, &x))
    if (self->keep(x)) {
      *out = x;
      return true;
    }
  return false;
}

struct map {
  struct filter in;
  uint64_t (*f)(uint64_t);
};

static bool map_next(struct map *self, uint64_t *out) {
  uint64_t x;
  if (!filter_next(&self->in, &x))
    return false;
  *out = self->f(x);
  return true;
}

struct take {
  struct map in;
  uint64_t n;
};

static bool take_next(struct take *self, uint64_t *out) {
  if (!self->n)
    return false;
  --self->n;
  return map_next(&self->in, out);
}

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  struct filter odd_numbers = {fibonacci(0, 1, 0), odd};
  struct take numbers = {{odd_numbers, triple_plus_1}, items};
  while (take_next(&numbers, &x))
    sum ^= x;
  return sum;
}
