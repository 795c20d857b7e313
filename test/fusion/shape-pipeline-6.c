// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipeline of 6 stages, each a parameter of the next.
// RUN: %fused %s

#include "Inputs/stages.h"

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, take(3, skip(1, add(1, odd(add(3, range(0, n)))))))
    sum += x;
  return sum;
}

int main(void) {
  EXPECT(sum(10) == 6 + 8 + 10);
  EXPECT_ALLOCATIONS(0);
}
