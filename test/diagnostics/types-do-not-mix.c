// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Different generator types do not convert; a handle is no other pointer.
// RUN: %cc1_verify -Werror=incompatible-pointer-types -Xclang -verify-ignore-unexpected=note %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0  -Werror=incompatible-pointer-types %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) ints(void);
generator(long) longs(void);
void take(generator(long) g);
generator(int) redeclared(void);
generator(unsigned) redeclared(void);
// expected-error@-1 {{conflicting types for 'redeclared'}}
// CHECK-DAG: :[[#@LINE-2]]:21: error:

void f(void) {
  generator(int) a = longs();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:18: error:
  a = longs();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
  generator(int, int) b = ints();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:23: error:
  generator(int, void, int) c = ints();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:29: error:
  take(ints());
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:8: error:
  if (a == longs())
// expected-warning@-1 {{comparison of distinct pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:9: warning:
    return;
  int *p = ints();
// expected-error@-1 {{incompatible pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:8: error:
  (void)b, (void)c, (void)p;
}
generator(int) returned(void) { return longs(); }
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:40: error:
