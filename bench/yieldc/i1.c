// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I1: the sum of the squares of odd numbers, by two tools with functions.

#include "../harness/functions.h"
#include <yieldc/iter.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  return iter_sum(iter_map(square, iter_filter(odd, iter_range(items))));
}
