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
// expected-error@-3 {{generator(long) is no generator(int); change one of the types, or write a generator function that converts: foreach (x, ...) yield ...;}}
// CHECK-DAG: :[[#@LINE-4]]:22: error: generator(
  a = longs();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
// expected-error@-3 {{generator(long) is no generator(int)}}
// CHECK-DAG: :[[#@LINE-4]]:7: error: generator(
  generator(int, int) b = ints();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:23: error:
// expected-error@-3 {{generator(int) is no generator(int, int)}}
// CHECK-DAG: :[[#@LINE-4]]:27: error: generator(
  generator(int, void, int) c = ints();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:29: error:
// expected-error@-3 {{generator(int) is no generator(int, void, int)}}
// CHECK-DAG: :[[#@LINE-4]]:33: error: generator(
  take(ints());
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:8: error:
// expected-error@-3 {{generator(int) is no generator(long)}}
// CHECK-DAG: :[[#@LINE-4]]:8: error: generator(
  if (a == longs())
// expected-warning@-1 {{comparison of distinct pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:9: warning:
// expected-error@-3 {{generator(long) is no generator(int)}}
// CHECK-DAG: :[[#@LINE-4]]:12: error: generator(
    return;
  int *p = ints();
// expected-error@-1 {{incompatible pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:8: error:
// expected-error@-3 {{this is the handle of a generator(int), not a value}}
  (void)b, (void)c, (void)p;
}
generator(int) returned(void) { return longs(); }
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:40: error:
// expected-error@-3 {{generator(long) is no generator(int)}}
// CHECK-DAG: :[[#@LINE-4]]:40: error: generator(
// In a generator function, also of what it yields.
generator(generator(int)) yielding(void) {
  yield longs();
// expected-error@-1 {{incompatible function pointer types}}
// CHECK-DAG: :[[#@LINE-2]]:9: error:
// expected-error@-3 {{generator(long) is no generator(int)}}
// CHECK-DAG: :[[#@LINE-4]]:9: error: generator(
  yield ints();
}
// One type, in two spellings.
typedef int number;
generator(number, void) same(void) {
  generator(int, void, void) g = ints();
  return g;
}
