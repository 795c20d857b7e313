// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I2: ten tools.

#include "../harness/functions.h"
#include <yieldc/iter.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0, least = 100, limit = 8 * items;
  generator(uint64_t) numbers = iter_take(items, iter_count((uint64_t)0));
  numbers = iter_map(triple_plus_1, iter_filter(odd, numbers));
  numbers = iter_filter(has_bit_2, iter_skip(10, numbers));
  numbers = iter_take_while(below, limit, iter_map(plus_9, numbers));
  numbers = iter_map(folded, iter_skip_while(below, least, numbers));
  foreach (x, numbers)
    sum ^= x;
  return sum;
}
