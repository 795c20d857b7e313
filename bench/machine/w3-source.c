// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W3 by an explicit stack behind function pointers.

#include "source-walk.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, x;
  for (uint64_t done = 0; done < items; done += tree_size) {
    struct source *values = walk_source(tree);
    if (!values)
      return 0;
    while (next(values, &x))
      sum = walked(sum, x);
    close(values);
  }
  return sum;
}
