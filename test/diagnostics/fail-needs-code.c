// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_fail with no code, or several.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  if (n)
    gen_fail();
// expected-error@-1 {{gen_fail is written gen_fail(code), where code is an int other than 0}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
  gen_fail(1, 2);
// expected-error@-1 {{gen_fail is written}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  yield n;
}
