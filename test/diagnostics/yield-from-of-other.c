// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` of a generator of other types: at the operand.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) ints(void);
generator(int, void, long) result(void);
generator(long) longs(void);
generator(int, int) sent(void);
generator(void) nothing(void);

generator(int) f(void) {
  yield from longs();
// expected-error@-1 {{'yield from' needs a generator that yields and is sent the same types as this one, generator(int), not generator(long); write foreach (x, ...) yield ...; to convert the values}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from sent();
// expected-error@-1 {{'yield from' needs a generator that yields and is sent the same types as this one, generator(int), not generator(int, int)}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from nothing();
// expected-error@-1 {{generator(int), not generator(void)}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from ints();
  yield from result();
}
