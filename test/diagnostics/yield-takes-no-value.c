// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield e` where Y is void.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(void) f(int n) {
  yield;
  yield n;
// expected-error@-1 {{'generator(void)' yields nothing: write 'yield;', or declare the function generator(Y)}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield (void)n;
// expected-error@-1 {{'generator(void)' yields nothing}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
}
generator(void, int) g(int n) {
  n = yield n + 1;
// expected-error@-1 {{'generator(void, int)' yields nothing}}
// CHECK-DAG: :[[#@LINE-2]]:13: error:
}
