// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1: one generator, drained.

#include "fibonacci.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  foreach (x, fibonacci(0, 1, items))
    sum += x;
  return sum;
}
