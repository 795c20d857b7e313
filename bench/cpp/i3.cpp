// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I3 by C++ ranges.

#include "../harness/functions.h"
#include <ranges>

uint64_t workload(uint64_t items, uint64_t) {
  namespace views = std::views;
  uint64_t sum = 0, k = 9;
  auto numbers = views::iota(uint64_t(0), items) |
                 views::filter([](uint64_t i) { return i & 1; }) |
                 views::transform([](uint64_t i) { return i * i; }) |
                 views::transform([](uint64_t x) { return 3 * x + 1; }) |
                 views::filter([](uint64_t x) { return x & 4; }) |
                 views::transform([=](uint64_t x) { return x + k; }) |
                 views::transform([](uint64_t x) { return x ^ x >> 1; });
  for (uint64_t x : numbers)
    sum ^= x;
  return sum;
}
