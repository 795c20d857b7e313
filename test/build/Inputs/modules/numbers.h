// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A header that declares a generator function and defines others, to be
// precompiled, or a module.

#ifndef NUMBERS_H
#define NUMBERS_H

#include <stdlib.h>
#include <yieldc.h>

typedef generator(int) ints;
struct pair {
  int first, second;
};
typedef generator(struct pair, int, long) pairs;

ints declared(int n);

static inline ints up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}

static inline ints and_twice(ints numbers) {
  foreach (x, numbers) {
    yield x;
    yield 2 * x;
  }
}

static inline pairs sums(int n) {
  int sent = 0;
  for (int i = 0; i < n; ++i)
    sent += yield (struct pair){i, sent};
  yield (struct pair){-1, sent};
  return sent;
}

static inline int total(int n) {
  int sum = 0;
  foreach (x, gen_expr(x + 1, for (x, up_to(n))))
    sum += x;
  return sum;
}

#endif
