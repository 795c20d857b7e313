// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` before a token that could also go on with a variable `from`, where there is one: delegates, with a warning.
// RUN: %cc1_verify %s
// RUN: %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) source(int n);
int from_of(int);

generator(int) parameter(int from) {
  yield from (source(from));
// expected-warning@-1 {{'yield from' delegates, though a variable 'from' is in scope; write 'yield (from)' for the variable}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield from & *source(from);
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield from source(from);
  yield (from);
  yield from;
}
generator(int) local(int n) {
  int from = n;
  generator(int) *p = 0;
  yield from *p;
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield from / 2 + from;
}
int from;
generator(int) global(generator(int) * p) {
  yield from *p;
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
}
