// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I1 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  for (uint64_t i = 0; i < items; ++i)
    if (odd(i))
      sum += square(i);
  return sum;
}
