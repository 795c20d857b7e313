// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Code over any handle type, by typedef and __typeof__, as generic containers in C have it.
// RUN: %fused %s

#include "Inputs/fused.h"

#define ITERATOR(T, name)                                                      \
  typedef generator(T) name;                                                   \
  static inline name name##_of(const T *items, size_t count) {                 \
    for (size_t i = 0; i < count; ++i)                                         \
      yield items[i];                                                          \
  }                                                                            \
  static inline name name##_reversed(const T *items, size_t count) {           \
    while (count-- > 0)                                                        \
      yield items[count];                                                      \
  }

#define FOLD(result, operation, source)                                        \
  do {                                                                         \
    __typeof__(source) handle = (source);                                      \
    __typeof__(result) item;                                                   \
    while (gen_next(handle, &item))                                            \
      result = result operation item;                                          \
    gen_close(handle);                                                         \
  } while (0)

ITERATOR(char, chars)
ITERATOR(double, doubles)

__attribute__((noinline)) static double compute(const double *d, size_t n) {
  double product = 1, sum = 0;
  FOLD(product, *, doubles_of(d, n));
  FOLD(sum, +, doubles_reversed(d, n));
  foreach (c, chars_of("ab", 2))
    sum += c - 'a';
  return product + sum;
}

int main(void) {
  EXPECT(compute((double[]){2, 3, 4}, 3) == 24 + 9 + 1);
  EXPECT_ALLOCATIONS(0);
}
