// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What gen_send sends is checked as an initialisation of S.
// RUN: %cc1_verify -Werror=incompatible-pointer-types -std=gnu11 %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0  -Werror=incompatible-pointer-types -std=gnu11 %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct point {
  int x, y;
};
generator(int, int) ints(void);
generator(int, struct point) points(void);
generator(int, char *) texts(void);

void f(struct point p, int *i) {
  gen_send(points(), 1);
// expected-error@-1 {{'struct point') with an expression of incompatible type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(ints(), p);
// expected-error@-1 {{'int') with an expression of incompatible type 'struct point'}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(ints(), "text");
// expected-error@-1 {{incompatible pointer to integer conversion}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(texts(), i);
// expected-error@-1 {{incompatible pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(texts(), 5);
// expected-error@-1 {{incompatible integer to pointer conversion}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(points(), p);
  gen_send(texts(), 0);
}
