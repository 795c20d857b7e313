// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` in the initializer of a static variable, or of a constant, is refused.
// RUN: %cc1_verify -std=c23 %s
// RUN: not %yieldcc -std=c23 -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int, int) f(int n) {
  static int a = yield 1;
// expected-error@-1 {{'yield' in the initializer of a static variable, which is computed before the program runs; initialize it with a constant and assign to it}}
// CHECK-DAG: :[[#@LINE-2]]:18: error:
  static int b[] = {1, yield 2};
// expected-error@-1 {{'yield' in the initializer of a static variable}}
// CHECK-DAG: :[[#@LINE-2]]:24: error:
  _Thread_local static int c = 0 + (yield 3);
// expected-error@-1 {{'yield' in the initializer of a static variable}}
// CHECK-DAG: :[[#@LINE-2]]:37: error:
  static int first = 1, second = yield 4;
// expected-error@-1 {{'yield' in the initializer of a static variable}}
// CHECK-DAG: :[[#@LINE-2]]:34: error:
  static generator(int, int) d = yield from f(1);
// expected-error@-1 {{'yield' in the initializer of a static variable}}
// CHECK-DAG: :[[#@LINE-2]]:34: error:
  constexpr int e = yield 5;
// expected-error@-1 {{'yield' in the initializer of a static variable}}
// CHECK-DAG: :[[#@LINE-2]]:21: error:

  static int fine = 1;
  int automatic = yield n;
  static struct {
    int x;
  } s = {1};
  int array[] = {yield n};
  (void)a, (void)b, (void)c, (void)d, (void)e, (void)first, (void)second;
  (void)fine, (void)automatic, (void)s, (void)array;
}
