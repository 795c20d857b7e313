// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main as a generator function (and, ordinary, in yield-in-main.c).
// RUN: %cc1_verify -Wno-main-return-type %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 -Wno-main-return-type %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) main(void) {
// expected-error@-1 {{'main' can't be a generator function; move what yields into a function of its own}}
// CHECK-DAG: :[[#@LINE-2]]:16: error:
  yield 1;
}
