// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1v as a loop.

#include "../harness/harness.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  for (uint64_t i = 0; i < items; ++i)
    sum ^= i * i;
  return sum;
}
