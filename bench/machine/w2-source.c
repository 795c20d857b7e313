// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W2 by hand-written state machines behind function pointers.

#include "../harness/functions.h"
#include "source.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  struct source *numbers = fibonacci_endless(0, 1);
  numbers = take(map(filter(numbers, odd), triple_plus_1), items);
  if (!numbers)
    return 0;
  while (next(numbers, &x))
    sum ^= x;
  close(numbers);
  return sum;
}
