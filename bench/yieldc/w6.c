// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W6: a round trip: a value is sent, one comes back.

#include "totals.h"

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  generator(uint64_t, uint64_t) sum = totals(1);
  uint64_t x = 0;
  gen_next(sum, &x);
  for (uint64_t i = 0; i < items; ++i)
    gen_send(sum, x ^ 3 * i, &x);
  gen_close(sum);
  return x;
}
