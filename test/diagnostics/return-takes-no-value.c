// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `return e` where R is void.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  yield n;
  if (n)
    return n;
// expected-error@-1 {{'generator(int)' returns no value: write 'return;', or declare the function generator(Y, S, R), where R is the type of the value}}
// CHECK-DAG: :[[#@LINE-2]]:12: error:
  return;
}
generator(int, char) g(int n) {
  yield n;
  return (n);
// expected-error@-1 {{'generator(int, char)' returns no value}}
// CHECK-DAG: :[[#@LINE-2]]:10: error:
}
