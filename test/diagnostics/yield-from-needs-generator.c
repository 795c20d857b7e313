// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` of what is no generator: at the operand.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct point {
  int x, y;
};
generator(int) f(int n, void *any, const char *text, struct point p) {
  yield from n;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'; write 'yield' to yield the value itself}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from "text";
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'char}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from any;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'void *'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from *text;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'char'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from (p);
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'struct point'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from - 1;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from + n;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from & n;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int *'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from !n;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  yield from ~n;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  int err;
  gen_catch(err, yield from n);
// expected-error@-1 {{'yield from' needs a generator to delegate to}}
// CHECK-DAG: :[[#@LINE-2]]:29: error:
}
// Where a variable `from` is in scope, that may have been meant.
generator(int) g(int from) {
  yield from - 1;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
// expected-warning@-3 {{'yield from' delegates, though a variable 'from' is in scope}}
// CHECK-DAG: :[[#@LINE-4]]:3: warning:
  yield from + 1;
// expected-error@-1 {{'yield from' needs a generator to delegate to, not a value of type 'int'}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
// expected-warning@-3 {{'yield from' delegates, though a variable 'from' is in scope}}
// CHECK-DAG: :[[#@LINE-4]]:3: warning:
}
