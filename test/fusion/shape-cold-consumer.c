// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a consumer that is cold, or to be small.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline, cold)) static int cold(int n) {
  int sum = 0;
  foreach (x, range(0, n))
    sum += x;
  return sum;
}
__attribute__((noinline, minsize)) static int small(int n) {
  int sum = 0;
  foreach (x, range(0, n))
    sum += 2 * x;
  return sum;
}

int main(void) {
  EXPECT(cold(4) == 6 && small(4) == 12);
  EXPECT_ALLOCATIONS(0);
}
