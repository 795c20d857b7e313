// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W3 by C++ coroutines.

#include "walk.h"

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  for (uint64_t done = 0; done < items; done += tree_size)
    for (recursive<uint64_t> values = walk(tree); values.next();)
      sum = walked(sum, values.value());
  return sum;
}
