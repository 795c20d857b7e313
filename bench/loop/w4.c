// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4 as a loop: the first value of each sequence.

#include "../harness/harness.h"

uint64_t workload(uint64_t items, uint64_t length) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < items; ++i)
    if (length)
      sum ^= i;
  return sum;
}
