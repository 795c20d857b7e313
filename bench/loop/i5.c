// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I5 as a loop.

#include "../harness/functions.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, a = 0, b = 1;
  for (uint64_t i = 0; i < items; ++i) {
    uint64_t x;
    if (below(b, a)) {
      x = b;
      b += 5;
    } else {
      x = a;
      a += 3;
    }
    sum = 3 * sum + x;
  }
  return sum;
}
