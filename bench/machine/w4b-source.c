// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4b by a hand-written state machine behind function pointers.

#include "source.h"

uint64_t workload(uint64_t items, uint64_t length) {
  uint64_t sum = 0, x;
  for (uint64_t i = 0; i < items; ++i) {
    struct source *numbers = fibonacci(i, i + 1, length);
    if (!numbers)
      return 0;
    while (next(numbers, &x))
      sum ^= x;
    close(numbers);
  }
  return sum;
}
