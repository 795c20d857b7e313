// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I4: products, of two sequences side by side; the loop is vectorised.

#include "../harness/functions.h"
#include <yieldc/iter.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  foreach (p, iter_zip(iter_range(items), iter_count((uint64_t)7)))
    sum ^= p.first * p.second;
  return sum;
}
