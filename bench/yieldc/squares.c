// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The squares, as a generator.

#include "squares.h"

generator(uint64_t) squares(uint64_t n) {
  for (uint64_t i = 0; i < n; ++i)
    yield i *i;
}
