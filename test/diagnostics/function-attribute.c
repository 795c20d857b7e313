// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attributes that a generator function can't have.
// RUN: %cc1_verify -Wno-invalid-noreturn %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 -Wno-invalid-noreturn %s 2>&1 | FileCheck %s

#include <yieldc.h>

_Noreturn generator(int) a(void) {
// expected-error@-1 {{a generator function can't be '_Noreturn': calling it makes a new generator each time; remove the attribute}}
// CHECK-DAG: :[[#@LINE-2]]:26: error:
  yield 1;
}
__attribute__((const)) generator(int) b(void) {
// expected-error@-1 {{a generator function can't be 'const'}}
// CHECK-DAG: :[[#@LINE-2]]:39: error:
  yield 1;
}
__attribute__((pure)) generator(int) c(void) {
// expected-error@-1 {{a generator function can't be 'pure'}}
// CHECK-DAG: :[[#@LINE-2]]:38: error:
  yield 1;
}
// Declared on a prototype.
generator(int) d(void) __attribute__((noreturn));
generator(int) d(void) {
// expected-error@-1 {{a generator function can't be '_Noreturn'}}
// CHECK-DAG: :[[#@LINE-2]]:16: error:
  yield 1;
}
__attribute__((hot, nonnull)) generator(int) fine(int *p) { yield *p; }
