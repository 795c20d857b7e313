// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1 by a hand-written state machine, visible or in place.

#include "fibonacci.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  struct fibonacci numbers = fibonacci(0, 1, items);
  while (fibonacci_next(&numbers, &x))
    sum += x;
  return sum;
}
