// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I1 by C++ ranges.

#include "../harness/functions.h"
#include <ranges>

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  for (uint64_t x : std::views::iota(uint64_t(0), items) |
                        std::views::filter(odd) | std::views::transform(square))
    sum += x;
  return sum;
}
