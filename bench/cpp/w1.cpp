// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1 by C++ coroutines.

#include "fibonacci.h"

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  for (uint64_t x : fibonacci(0, 1, items))
    sum += x;
  return sum;
}
