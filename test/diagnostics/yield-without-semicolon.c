// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A missing semicolon is clang's to report, once and at its place, not in the next line.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -Wall %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) numbers(int n) {
  yield n
  yield 2;
  // expected-error@-2 {{expected ';' after expression}}
  // CHECK: :[[#@LINE-3]]:10: error:
  yield 3
  n = 4;
  // expected-error@-2 {{expected ';' after expression}}
  // CHECK: :[[#@LINE-3]]:10: error:
  yield 5
  return;
  // expected-error@-2 {{expected ';' after expression}}
  // CHECK: :[[#@LINE-3]]:10: error:
}
// CHECK-NOT: {{error:|warning:|note:}}

struct point {
  int x;
};
struct point point_of(int x);
generator(struct point) points(int n, struct point *all) {
  yield (struct point){n}
  yield all[n]
  if (n)
    yield *all
  else
    yield point_of(n)
  yield all[0];
}
// expected-error@-8 {{expected ';' after expression}}
// expected-error@-8 {{expected ';' after expression}}
// expected-error@-7 {{expected ';' after expression}}
// expected-error@-6 {{expected ';' after expression}}
// CHECK: :[[#@LINE-12]]:26: error:
// CHECK: :[[#@LINE-12]]:15: error:
// CHECK: :[[#@LINE-11]]:15: error:
// CHECK: :[[#@LINE-10]]:22: error:
// CHECK-NOT: {{error:|warning:|note:}}

// An operand of several lines is none of that.
generator(const char *, int) lines(int first) {
  int got = yield
      "one"
      "two";
  got += (yield
          (char *)
          "three") + sizeof
      first;
  (void)got;
}
// CHECK: 7 errors generated
