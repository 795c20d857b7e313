// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4 by C++ coroutines.

#include "fibonacci.h"

uint64_t workload(uint64_t items, uint64_t length) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < items; ++i) {
    generator<uint64_t> numbers = fibonacci(i, i + 1, length);
    if (numbers.next())
      sum ^= numbers.value();
  }
  return sum;
}
