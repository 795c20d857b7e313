// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-12 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, a = 0, b = 1, skip1 = 10, skip2 = 5, skip3 = 3;
  while (items) {
    uint64_t x = a;
    a = b;
    b += x;
    if (!odd(x))
      continue;
    x = triple_plus_1(x);
    if (skip1) {
      --skip1;
      continue;
    }
    if (!has_bit_2(x))
      continue;
    x = folded(x);
    if (skip2) {
      --skip2;
      continue;
    }
    x = plus_9(x);
    if (!has_bit_5(x))
      continue;
    x = triple_plus_1(x);
    x = folded(x);
    if (skip3) {
      --skip3;
      continue;
    }
    sum ^= plus_9(x);
    --items;
  }
  return sum;
}
