// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W3: walks of a tree.

#include "walk.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  for (uint64_t done = 0; done < items; done += tree_size)
    foreach (x, walk(tree))
      sum = walked(sum, x);
  return sum;
}
