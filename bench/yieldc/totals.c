// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Running totals of what is sent, as a generator.

#include "totals.h"

generator(uint64_t, uint64_t) totals(uint64_t total) {
  for (;;)
    total += yield total;
}
