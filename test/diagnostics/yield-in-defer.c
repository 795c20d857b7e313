// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` and gen_fail in a _Defer are refused.
// RUN: %cc1_verify -Wno-unused-value -fdefer-ts %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 -Wno-unused-value -fdefer-ts %s 2>&1 | FileCheck %s
// REQUIRES: llvm-22

#include <yieldc.h>

generator(int) f(int n) {
  _Defer yield n;
// expected-error@-1 {{'yield' inside _Defer; deferred statements run while the generator unwinds, when it can't suspend or fail: move it out}}
// CHECK-DAG: :[[#@LINE-2]]:10: error:
  _Defer {
    gen_fail(2);
// expected-error@-1 {{'gen_fail' inside _Defer}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
    for (int i = 0; i < 3; ++i) {
      yield i;
// expected-error@-1 {{'yield' inside _Defer}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
    }
    if (n)
      yield n;
// expected-error@-1 {{'yield' inside _Defer}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
  }
  _Defer if (n) n = 3; else yield n;
// expected-error@-1 {{'yield' inside _Defer}}
// CHECK-DAG: :[[#@LINE-2]]:29: error:
  _Defer yield from f(n);
// expected-error@-1 {{'yield' inside _Defer}}
// CHECK-DAG: :[[#@LINE-2]]:10: error:
  yield n;
}
