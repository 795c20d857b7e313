// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator that is made and dropped.
// RUN: %cc1_verify %s
// RUN: %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) { yield n; }
generator(int) ordinary(int n) { return f(n); }
typedef generator(int) ints;
ints declared(int n);

void g(void) {
  f(3);
// expected-warning@-1 {{it makes a generator, which is lost here; consume it with foreach, or keep the handle}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  ordinary(3);
// expected-warning@-1 {{it makes a generator, which is lost here}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  declared(3);
// expected-warning@-1 {{it makes a generator, which is lost here}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  f(1), f(2);
// expected-warning@-1 {{it makes a generator, which is lost here}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
// expected-warning@-3 {{it makes a generator, which is lost here}}
// CHECK-DAG: :[[#@LINE-4]]:9: warning:
  (void)f(3);
  gen_close(f(3));
}
generator(int) h(void) {
  f(3);
// expected-warning@-1 {{it makes a generator, which is lost here}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield 1;
}
