// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bare `yield` where Y is not void.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct point {
  int x, y;
};

generator(int) f(void) {
  yield;
// expected-error@-1 {{'yield' needs a value here: 'generator(int)' yields 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
}
generator(char *, int) g(void) {
  int v = yield;
// expected-error@-1 {{'yield' needs a value here: 'generator(char *, int)' yields 'char *'}}
// CHECK-DAG: :[[#@LINE-2]]:11: error:
  (void)v;
}
generator(struct point, void, int) h(void) {
  (yield);
// expected-error@-1 {{'yield' needs a value here: 'generator(struct point, void, int)' yields 'struct point'}}
// CHECK-DAG: :[[#@LINE-2]]:4: error:
}
