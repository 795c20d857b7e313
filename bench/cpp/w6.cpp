// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W6 by C++ coroutines.

#include "totals.h"

uint64_t workload(uint64_t items, uint64_t) {
  channel<uint64_t, uint64_t> sum = totals(1);
  uint64_t x = 0;
  if (sum.next())
    x = sum.value();
  for (uint64_t i = 0; i < items; ++i)
    if (sum.send(x ^ 3 * i))
      x = sum.value();
  return x;
}
