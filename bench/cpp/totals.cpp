// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Running totals of what is sent, as a coroutine.

#include "totals.h"

channel<uint64_t, uint64_t> totals(uint64_t total) {
  for (;;)
    total += co_yield total;
}
