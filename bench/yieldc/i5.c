// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I5: two sorted sequences merged.

#include "../harness/functions.h"
#include <yieldc/iter.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  foreach (x, iter_take(items, iter_merge(below, iter_count((uint64_t)0, 3),
                                          iter_count((uint64_t)1, 5))))
    sum = 3 * sum + x;
  return sum;
}
