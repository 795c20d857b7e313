// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is made of what `yield` evaluates to: at the place that C says.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct point {
  int x, y;
};
generator(int, void, struct point) pointed(void);

generator(int) nothing(int n) {
  int v = yield n;
// expected-error@-1 {{incompatible type 'void'}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
  n = 1 + yield n;
// expected-error@-1 {{invalid operands to binary expression ('int' and 'void')}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield (yield n);
// expected-error@-1 {{incompatible type 'void'}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  (void)v;
}
generator(int, char *) text(int n) {
  int v = yield n;
// expected-error@-1 {{incompatible pointer to integer conversion}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
  (void)v;
}
generator(int) delegating(int n) {
  n = yield from pointed();
// expected-error-re@-1 {{{{assigning to 'int' from incompatible type .*'struct point'}}}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
  struct point p = yield from pointed();
  yield p.x;
}
