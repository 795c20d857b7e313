// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a loop of the consumer, by foreach and by a handle that is closed in each pass.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline)) static int by_foreach(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i)
    foreach (x, range(i, n))
      sum += x;
  return sum;
}
__attribute__((noinline)) static int by_handle(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    gen_auto ints g = range(i, n);
    while (gen_next(g))
      if (++sum % 7 == 6)
        break;
  }
  return sum;
}

int main(void) {
  EXPECT(by_foreach(4) == 20 && by_handle(3) == 6);
  EXPECT_ALLOCATIONS(0);
}
