// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable-length array in the head of a `for` of a generator function.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  for (int a[n], i = 0; i < n; ++i)
// expected-error@-1 {{a variable-length array in the head of a 'for' of a generator function; declare it before the loop}}
// CHECK-DAG: :[[#@LINE-2]]:8: error:
    yield a[i];
  int b[n];
  for (int i = 0; i < n; ++i)
    yield b[i];
}
