// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipeline of 12 stages, each a parameter of the next.
// RUN: %fused %s

#include "Inputs/stages.h"

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, add(
                 2, take(4, add(1, skip(1, add(-1, odd(add(3, add(2,
                       take(9, skip(0, add(-5, range(0, n)))))))))))))
    sum += x;
  return sum;
}

int main(void) {
  EXPECT(sum(10) == 5 + 7 + 9);
  EXPECT_ALLOCATIONS(0);
}
