// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Computed goto in a generator function.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  void *label = &&out;
// expected-error@-1 {{computed goto in a generator function is not supported; use a switch}}
// CHECK-DAG: :[[#@LINE-2]]:17: error:
  goto *label;
// expected-error@-1 {{computed goto in a generator function}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
out:
  yield n;
}
