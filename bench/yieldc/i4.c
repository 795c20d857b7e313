// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I4: a sum of products, of two sequences side by side; the loop is vectorised.

#include "../harness/functions.h"
#include <yieldc/iter.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  return iter_sum(
      gen_expr(p.first * p.second,
               for (p, iter_zip(iter_range(items), iter_count((uint64_t)7)))));
}
