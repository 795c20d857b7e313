// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A gen_auto handle, left by return from the middle, or moved on into a foreach.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline)) static int find(int n, int wanted) {
  gen_auto ints g = range(0, n);
  int x = -1;
  while (gen_next(g, &x))
    if (x == wanted)
      return x;
  return -1;
}
__attribute__((noinline)) static int rest(int n) {
  gen_auto ints g = range(0, n);
  int first = 0, sum = 0;
  gen_next(g, &first);
  gen_next(g, &first);
  foreach (x, gen_move(g))
    sum += x;
  return first * 100 + sum;
}

int main(void) {
  EXPECT(find(9, 4) == 4 && find(3, 4) == -1);
  EXPECT(rest(5) == 109 && rest(1) == 0);
  EXPECT_ALLOCATIONS(0);
}
