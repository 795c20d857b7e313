// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W3 by an explicit stack, visible or in place.

#include "walk.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  for (uint64_t done = 0; done < items; done += tree_size) {
    struct walk values = walk(tree);
    while (walk_next(&values, &x))
      sum = walked(sum, x);
    walk_close(&values);
  }
  return sum;
}
