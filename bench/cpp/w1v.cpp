// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1V by C++ coroutines.

#include "fibonacci.h"

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  for (uint64_t x : squares(items))
    sum ^= x;
  return sum;
}
