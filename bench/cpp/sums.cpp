// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Three ints of state that live across the co_yield.

#include "sums.h"

generator<int> sums(int a, int b, int c) {
  for (;;) {
    co_yield a;
    a = (a + b) & 0xffff;
    b = (b + c) & 0xffff;
    c ^= a;
  }
}
