// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-6 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, a = 0, b = 1, skip = 10;
  while (items) {
    uint64_t x = a;
    a = b;
    b += x;
    if (!odd(x))
      continue;
    x = triple_plus_1(x);
    if (skip) {
      --skip;
      continue;
    }
    if (!has_bit_2(x))
      continue;
    sum ^= folded(x);
    --items;
  }
  return sum;
}
