// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` of what is no generator, or one of other types: at the operand.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) ints(void);
generator(long) longs(void);
generator(int, int) sent(void);
generator(void) nothing(void);

generator(int) not_generators(int n, void *any, const char *text) {
  yield from n;
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from "text";
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from any;
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from ints;
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from *text;
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
}
generator(int) other_types(void) {
  yield from longs();
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from sent();
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from nothing();
// expected-error@-1 {{'yield from' needs a generator}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from ints();
}
