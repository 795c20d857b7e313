// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipeline of 3 stages, each a parameter of the next.
// RUN: %fused %s

#include "Inputs/stages.h"

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, add(1, odd(range(0, n))))
    sum += x;
  return sum;
}

int main(void) {
  EXPECT(sum(10) == 30);
  EXPECT_ALLOCATIONS(0);
}
