// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator that delegates to visible ones, consumed on the spot.
// RUN: %fused %s

#include "Inputs/fused.h"

typedef generator(int, int, int) talk;

static ints both(int n) {
  yield from range(0, n);
  yield 100;
  yield from range(n, 2 * n);
}
static ints three_levels(int n) {
  yield from both(n);
  yield from both(n);
}
static talk echo(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i)
    sum += yield i;
  return sum;
}
static talk twice(int n) {
  int first = yield from echo(n);
  int second = yield from echo(n);
  return first * 1000 + second;
}

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, both(n))
    sum += x;
  return sum;
}
__attribute__((noinline)) static int deep_sum(int n) {
  int sum = 0;
  foreach (x, three_levels(n))
    sum += x;
  return sum;
}
__attribute__((noinline)) static int converse(int n) {
  gen_auto talk g = twice(n);
  int result = -1;
  if (gen_next(g))
    for (int i = 1; gen_send(g, i);)
      ++i;
  return gen_result(g, &result) ? result : -1;
}

int main(void) {
  EXPECT(sum(3) == 115 && deep_sum(2) == 212);
  EXPECT(converse(2) == 3007);
  EXPECT_ALLOCATIONS(0);
}
