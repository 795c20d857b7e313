// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// #if, #include, #define, #line and _Pragma inside a body are the preprocessor's,
// as anywhere.
// RUN: %levels %s -DTWO
// RUN: %levels %s --levels 0 -DOTHER

#include "../expect.h"
#include <yieldc.h>

static generator(int) body(void) {
#ifdef TWO
  yield 1;
#else
  yield 2
#endif
#if 0
  yield yield from ) }
#elif defined TWO
#define VALUE 3
#else
      +
#define VALUE 4
#endif
  // (With OTHER: yield 2 + 4;)
#ifndef TWO
      VALUE;
#endif
#include "Inputs/part-of-body.h"
    yield i + VALUE;
  _Pragma("GCC diagnostic push")
#pragma GCC diagnostic ignored "-Wunused-variable"
  int unused;
#pragma GCC diagnostic pop
#pragma clang loop unroll(disable)
  for (int i = 0; i < 2; ++i)
    yield 100 + i;
#line 1000
  yield __LINE__;
}

int main(void) {
  foreach (x, body())
    note_number("", x);
#ifdef TWO
  EXPECT_NOTES("1 10 20 3 4 100 101 1000");
#else
  EXPECT_NOTES("6 10 4 5 100 101 1000");
#endif
}
