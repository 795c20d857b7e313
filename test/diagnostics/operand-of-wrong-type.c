// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An operand of another type than Y: at the operand.
// RUN: %cc1_verify -Werror=incompatible-pointer-types -Wno-unused-value %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0  -Werror=incompatible-pointer-types -Wno-unused-value %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct point {
  int x, y;
};

generator(int) f(int n, char *text, struct point p) {
  yield text;
// expected-error@-1 {{incompatible pointer to integer conversion}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield n ? text : 0;
// expected-error@-1 {{incompatible pointer to integer conversion}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield p;
// expected-error@-1 {{incompatible type 'struct point'}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield undeclared;
// expected-error@-1 {{use of undeclared identifier 'undeclared'}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield n + (p.x);
}
generator(struct point) g(int n) {
  yield n;
// expected-error@-1 {{incompatible type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield (struct point){n, n};
}
generator(int *) h(long *l) {
  yield l;
// expected-error@-1 {{incompatible pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
  yield 0;
}
