// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4b as a loop.

#include "../harness/harness.h"

uint64_t workload(uint64_t items, uint64_t length) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < items; ++i) {
    uint64_t a = i, b = i + 1;
    for (uint64_t n = length; n--;) {
      sum ^= a;
      uint64_t next = a + b;
      a = b;
      b = next;
    }
  }
  return sum;
}
