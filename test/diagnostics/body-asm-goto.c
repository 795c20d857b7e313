// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// asm goto in a generator function.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  asm goto("" : : : : out);
// expected-error@-1 {{'asm goto' in a generator function is not supported; put it into an ordinary function}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  asm("" : "+r"(n));
out:
  yield n;
}
