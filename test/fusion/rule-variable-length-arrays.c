// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Of a fused generator only its variable-length arrays are allocated, each while
// it lives; those of a consumer stay on its stack.
// RUN: %levels %s --levels 1,2,3,s -DYIELDC_NO_POOL -Wl,--wrap=malloc -Wl,--wrap=aligned_alloc

#include "Inputs/fused.h"

static ints reversed(const int *items, int count) {
  int copy[count];
  memcpy(copy, items, sizeof copy);
  while (count-- > 0)
    yield copy[count];
}

__attribute__((noinline)) static int digits(int n) {
  int items[n], number = 0;
  for (int i = 0; i < n; ++i)
    items[i] = i + 1;
  for (int i = 0; i < 2; ++i) {
    int held[i + 1];
    foreach (x, reversed(items, n)) {
      held[i] = x;
      number = number * 10 + held[i];
      if (x == 2)
        break;
    }
  }
  return number;
}

int main(void) {
  EXPECT(digits(3) == 3232);
  EXPECT_ALLOCATIONS(2);
}
