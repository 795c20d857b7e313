// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I3 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, k = 9;
  for (uint64_t i = 0; i < items; ++i) {
    if (!(i & 1))
      continue;
    uint64_t x = 3 * (i * i) + 1;
    if (!(x & 4))
      continue;
    x += k;
    sum ^= x ^ x >> 1;
  }
  return sum;
}
