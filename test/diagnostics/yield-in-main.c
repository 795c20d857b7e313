// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` in main: not advised to make it a generator function. One message.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -Wall %s 2>&1 | FileCheck %s

#include <yieldc.h>

int main(void) {
  int n = 3;
  while (n--)
    yield n + 1;
  // expected-error@-1 {{'main' can't be a generator function; move what yields into a function of its own}}
  // CHECK: :[[#@LINE-2]]:5: error:
}
// CHECK-NOT: {{error:|warning:|note:}}
// CHECK: 1 error generated
