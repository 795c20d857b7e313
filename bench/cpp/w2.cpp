// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2 by C++ coroutines.

#include "../harness/functions.h"
#include "fibonacci.h"
#include "stages.h"

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  for (uint64_t x :
       take(map(filter(fibonacci_endless(0, 1), odd), triple_plus_1), items))
    sum ^= x;
  return sum;
}
