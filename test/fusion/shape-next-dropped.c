// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local handle whose values are dropped.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline)) static int count(int n) {
  ints g = range(0, n);
  int count = 0;
  while (gen_next(g))
    ++count;
  gen_close(g);
  return count;
}

int main(void) {
  EXPECT(count(7) == 7);
  EXPECT_ALLOCATIONS(0);
}
