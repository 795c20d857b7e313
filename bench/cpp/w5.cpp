// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W5 by C++ coroutines.

#include "sums.h"

#include <vector>

uint64_t workload(uint64_t items, uint64_t) {
  uint64_t sum = 0;
  std::vector<generator<int>> live;
  live.reserve(items);
  size_t before = bench_heap();
  for (uint64_t i = 0; i < items; ++i) {
    live.push_back(sums(int(i & 0xff), 3, 5));
    if (live[i].next())
      sum += uint64_t(live[i].value());
  }
  bench_bytes = double(bench_heap() - before) / double(items);
  for (uint64_t i = 0; i < items; ++i)
    if (live[i].next())
      sum += uint64_t(live[i].value());
  return sum;
}
