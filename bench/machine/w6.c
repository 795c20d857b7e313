// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W6 by a hand-written state machine, visible or in place.

#include "totals.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  struct totals sum = {1};
  uint64_t x;
  totals_next(&sum, 0, &x);
  for (uint64_t i = 0; i < items; ++i)
    totals_next(&sum, x ^ 3 * i, &x);
  return x;
}
