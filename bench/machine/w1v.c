// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1v by a hand-written state machine, visible or in place.

#include "squares.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  struct squares numbers = squares(items);
  while (squares_next(&numbers, &x))
    sum ^= x;
  return sum;
}
