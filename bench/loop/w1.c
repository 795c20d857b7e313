// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1 as a loop.

#include "../harness/harness.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, a = 0, b = 1;
  for (uint64_t n = items; n--;) {
    sum += a;
    uint64_t next = a + b;
    a = b;
    b = next;
  }
  return sum;
}
