// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUNGS generator functions, 10 or 20, each with two foreach over the next.

#ifndef LADDER_H
#define LADDER_H

#include "fused.h"

#define RUNG(this, next)                                                       \
  static ints this(int a) {                                                    \
    foreach (x, next(a))                                                       \
      if (x % 2)                                                               \
        yield x + 1;                                                           \
    foreach (x, next(a + 1))                                                   \
      yield x + a;                                                             \
  }

static ints rung_0(int a) {
  yield a;
  yield a + 1;
}
RUNG(rung_1, rung_0)
RUNG(rung_2, rung_1)
RUNG(rung_3, rung_2)
RUNG(rung_4, rung_3)
RUNG(rung_5, rung_4)
RUNG(rung_6, rung_5)
RUNG(rung_7, rung_6)
RUNG(rung_8, rung_7)
RUNG(rung_9, rung_8)
RUNG(rung_10, rung_9)
#if RUNGS > 10
RUNG(rung_11, rung_10)
RUNG(rung_12, rung_11)
RUNG(rung_13, rung_12)
RUNG(rung_14, rung_13)
RUNG(rung_15, rung_14)
RUNG(rung_16, rung_15)
RUNG(rung_17, rung_16)
RUNG(rung_18, rung_17)
RUNG(rung_19, rung_18)
RUNG(rung_20, rung_19)
#define rung_top rung_20
#else
#define rung_top rung_10
#endif

__attribute__((noinline)) static unsigned consume(int limit) {
  unsigned hash = 0;
  foreach (x, rung_top(1)) {
    hash = hash * 31 + (unsigned)x;
    if (--limit == 0)
      break;
  }
  return hash;
}

#endif
