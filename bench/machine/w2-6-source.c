// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2-6 by hand-written state machines behind function pointers.

#include "../harness/functions.h"
#include "source.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  struct source *numbers = filter(fibonacci_endless(0, 1), odd);
  numbers = skip(map(numbers, triple_plus_1), 10);
  numbers = map(filter(numbers, has_bit_2), folded);
  numbers = take(numbers, items);
  if (!numbers)
    return 0;
  while (next(numbers, &x))
    sum ^= x;
  close(numbers);
  return sum;
}
