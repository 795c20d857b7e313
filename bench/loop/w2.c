// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, a = 0, b = 1;
  while (items) {
    uint64_t x = a;
    a = b;
    b += x;
    if (!odd(x))
      continue;
    sum ^= triple_plus_1(x);
    --items;
  }
  return sum;
}
