// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W1v: one generator whose loop is vectorised if it is visible.

#include "squares.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  foreach (x, squares(items))
    sum ^= x;
  return sum;
}
