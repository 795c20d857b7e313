// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator function in a header.

#ifndef COLLATZ_H
#define COLLATZ_H

#include <yieldc.h>

static inline generator(unsigned) collatz(unsigned n) {
  for (; n != 1; n = n % 2 ? 3 * n + 1 : n / 2)
    yield n;
  yield 1;
}

#endif
