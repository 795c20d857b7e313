// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` of a function that makes generators, or of a pointer to one: to be called.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) ints(void);

// CHECK-NOT: {{error:|warning:|note:}}
generator(int) f(generator(int) (*make)(void), int (*other)(void)) {
  yield from ints;
// expected-error@-1 {{'yield from' needs a generator, not the function that makes one: call it}}
// CHECK: :[[#@LINE-2]]:14: error:
  yield from make;
// expected-error@-1 {{'yield from' needs a generator, not the function that makes one: call it}}
// CHECK: :[[#@LINE-2]]:14: error:
  yield from other;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int (*)(void)'}}
// CHECK: :[[#@LINE-2]]:14: error:
  yield from ints();
  yield from make();
}
// CHECK-NOT: {{error:|warning:|note:}}
// CHECK: 3 errors generated
