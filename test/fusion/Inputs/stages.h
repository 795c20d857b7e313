// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stages of the pipelines. A test need not use them all.

#ifndef STAGES_H
#define STAGES_H

#include "fused.h"

static ints add(int a, ints source) {
  foreach (x, source)
    yield x + a;
}
static ints odd(ints source) {
  foreach (x, source)
    if (x % 2)
      yield x;
}
static ints skip(int n, ints source) {
  foreach (x, source)
    if (--n < 0)
      yield x;
}
static ints take(int n, ints source) {
  foreach (x, source) {
    if (--n < 0)
      break;
    yield x;
  }
}

#endif // STAGES_H
