// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A foreach over a visible generator is a loop.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, range(0, n))
    sum += x;
  return sum;
}

int main(void) {
  EXPECT(sum(0) == 0 && sum(5) == 10 && sum(1000) == 499500);
  EXPECT_ALLOCATIONS(0);
}
