// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I2 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, skip = 10, least = 100, limit = 8 * items;
  bool skipping = true;
  for (uint64_t i = 0; i < items; ++i) {
    if (!odd(i))
      continue;
    uint64_t x = triple_plus_1(i);
    if (skip) {
      --skip;
      continue;
    }
    if (!has_bit_2(x))
      continue;
    x = plus_9(x);
    if (!below(x, limit))
      break;
    if (skipping && below(x, least))
      continue;
    skipping = false;
    sum ^= folded(x);
  }
  return sum;
}
