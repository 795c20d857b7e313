// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `return` of another type than R: at the operand.
// RUN: %cc1_verify -Werror=incompatible-pointer-types %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0  -Werror=incompatible-pointer-types %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct point {
  int x, y;
};

generator(int, void, struct point) f(int n) {
  yield n;
  if (n)
    return n;
// expected-error@-1 {{incompatible type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:12: error:
  return (struct point){n, n};
}
generator(int, void, int *) g(char *text) {
  yield 1;
  return text;
// expected-error@-1 {{incompatible pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:10: error:
}
