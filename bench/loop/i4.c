// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I4 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  for (uint64_t i = 0, j = 7; i < items; ++i, ++j)
    sum ^= i * j;
  return sum;
}
