// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator function that stands in a header as static inline.
// RUN: %fused %s

#include "Inputs/fused.h"

#include "Inputs/collatz.h"

__attribute__((noinline)) static int length(unsigned n) {
  int length = 0;
  foreach (x, collatz(n))
    length += x > 0;
  return length;
}

int main(void) {
  EXPECT(length(6) == 9 && length(27) == 112);
  EXPECT_ALLOCATIONS(0);
}
