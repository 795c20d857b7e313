// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-12 by C++ coroutines.

#include "../harness/functions.h"
#include "fibonacci.h"
#include "stages.h"

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  numbers from = filter(fibonacci_endless(0, 1), odd);
  from = skip(map(std::move(from), triple_plus_1), 10);
  from = skip(map(filter(std::move(from), has_bit_2), folded), 5);
  from = filter(map(std::move(from), plus_9), has_bit_5);
  from = skip(map(map(std::move(from), triple_plus_1), folded), 3);
  for (uint64_t x : take(map(std::move(from), plus_9), items))
    sum ^= x;
  return sum;
}
