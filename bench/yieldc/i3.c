// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I3: five generator expressions.

#include "../harness/functions.h"
#include <yieldc/iter.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, k = 9;
  generator(uint64_t) numbers =
      gen_expr(i * i, for (i, iter_range(items)), if (i & 1));
  numbers = gen_expr(3 * x + 1, for (x, numbers));
  numbers = gen_expr(x, for (x, numbers), if (x & 4));
  numbers = gen_expr(x + k, for (x, numbers));
  foreach (x, gen_expr(x ^ x >> 1, for (x, numbers)))
    sum ^= x;
  return sum;
}
