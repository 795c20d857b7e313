// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipeline of 2 stages, each a parameter of the next.
// RUN: %fused %s

#include "Inputs/stages.h"

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, odd(range(0, n)))
    sum += x;
  return sum;
}

static volatile int ten = 10; // or all of it is computed while compiling

int main(void) {
  EXPECT(sum(ten) == 25);
  EXPECT_ALLOCATIONS(0);
}
