// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local handle that gen_next reads into a plain variable.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline)) static int sum(int n) {
  ints g = range(0, n);
  int sum = 0, x;
  while (gen_next(g, &x))
    sum += x;
  gen_close(g);
  return sum;
}
__attribute__((noinline)) static int first_two(int n) {
  ints g = range(n, n + 2);
  int x = -1, y = -1, z = -1;
  EXPECT(gen_next(g, &x) && gen_next(g, &y) && !gen_next(g, &z) && z == -1);
  gen_close(g);
  return x * 100 + y;
}

int main(void) {
  EXPECT(sum(5) == 10 && first_two(4) == 405);
  EXPECT_ALLOCATIONS(0);
}
