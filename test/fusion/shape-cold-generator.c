// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Over a generator function that is cold, to be small, or not to be inlined.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((cold)) static ints cold(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
__attribute__((minsize)) static ints small(int n) {
  for (int i = 0; i < n; ++i)
    yield 2 * i;
}
__attribute__((noinline)) static ints apart(int n) {
  for (int i = 0; i < n; ++i)
    yield 3 * i;
}

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, cold(n))
    sum += x;
  foreach (x, small(n))
    sum += x;
  foreach (x, apart(n))
    sum += x;
  return sum;
}

int main(void) {
  EXPECT(sum(4) == 36);
  EXPECT_ALLOCATIONS(0);
}
