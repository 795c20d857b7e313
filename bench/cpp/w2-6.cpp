// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-6 by C++ coroutines.

#include "../harness/functions.h"
#include "fibonacci.h"
#include "stages.h"

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  numbers from = filter(fibonacci_endless(0, 1), odd);
  from = skip(map(std::move(from), triple_plus_1), 10);
  from = map(filter(std::move(from), has_bit_2), folded);
  for (uint64_t x : take(std::move(from), items))
    sum ^= x;
  return sum;
}
