// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I2 by C++ ranges.

#include "../harness/functions.h"
#include <ranges>

uint64_t workload(uint64_t items, uint64_t) {
  namespace views = std::views;
  uint64_t sum = 0, least = 100, limit = 8 * items;
  auto numbers =
      views::iota(uint64_t(0)) | views::take(items) | views::filter(odd) |
      views::transform(triple_plus_1) | views::drop(10) |
      views::filter(has_bit_2) | views::transform(plus_9) |
      views::take_while([=](uint64_t x) { return below(x, limit); }) |
      views::drop_while([=](uint64_t x) { return below(x, least); }) |
      views::transform(folded);
  for (uint64_t x : numbers)
    sum ^= x;
  return sum;
}
