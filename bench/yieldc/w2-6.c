// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-6: six stages.

#include "../harness/functions.h"
#include "fibonacci.h"
#include "stages.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  generator(uint64_t) numbers = filter(fibonacci_endless(0, 1), odd);
  numbers = skip(map(numbers, triple_plus_1), 10);
  numbers = map(filter(numbers, has_bit_2), folded);
  foreach (x, take(numbers, items))
    sum ^= x;
  return sum;
}
