// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield`, gen_fail and gen_catch in a block literal are refused.
// RUN: %cc1_verify -Wno-unused-value -fblocks %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 -Wno-unused-value -fblocks %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) f(int n) {
  ^{
    yield n;
// expected-error@-1 {{'yield' inside a block literal belongs to the block, which is not a generator function; move it out of the block}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
  }();
  int (^with_result)(void) = ^{
    if (n)
      yield n;
// expected-error@-1 {{'yield' inside a block literal}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
    return 3;
  };
  ^(int v) {
    gen_fail(v);
// expected-error@-1 {{'gen_fail' inside a block literal}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
  }(3);
  int err;
  ^int(void) {
    return err == 0 ? 0 : ^{ yield n; return 1; }();
// expected-error@-1 {{'yield' inside a block literal}}
// CHECK-DAG: :[[#@LINE-2]]:30: error:
  }();
  ^{ yield from f(n); }();
// expected-error@-1 {{'yield' inside a block literal}}
// CHECK-DAG: :[[#@LINE-2]]:6: error:
  yield with_result();
}
