// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stage with a variable whose address is taken, as that of a cleanup is; the
// next one, a parameter of it, is fused as well.
// RUN: %fused %s

#include "Inputs/fused.h"

static ints guarded(ints source) {
  GUARD guard = 1;
  foreach (x, source)
    yield x * 2;
}
static ints watched(int *calls, ints source) {
  int count = 0;
  foreach (x, source) {
    __asm__ volatile("" : : "r"(&count) : "memory");
    ++count;
    yield x + 1;
  }
  *calls = count;
}

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (x, guarded(range(0, n)))
    sum += x;
  return sum;
}
__attribute__((noinline)) static int counted_sum(int n) {
  int sum = 0, calls = 0;
  foreach (x, watched(&calls, range(0, n)))
    sum += x;
  return sum * 100 + calls;
}

int main(void) {
  EXPECT(sum(4) == 12);
  EXPECT_NOTES("~1");
  EXPECT(counted_sum(4) == 1004);
  EXPECT_ALLOCATIONS(0);
}
