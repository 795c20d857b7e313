// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4b by a hand-written state machine, visible or in place.

#include "fibonacci.h"

uint64_t workload(uint64_t items, uint64_t length) {
  uint64_t sum = 0, x;
  for (uint64_t i = 0; i < items; ++i) {
    struct fibonacci numbers = fibonacci(i, i + 1, length);
    while (fibonacci_next(&numbers, &x))
      sum ^= x;
  }
  return sum;
}
