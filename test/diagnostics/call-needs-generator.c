// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls without an argument: one message each.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -Wall -Wextra %s 2>&1 | FileCheck %s

#include <yieldc.h>

// CHECK-NOT: {{error:|warning:|note:}}
void f(int n) {
  while (gen_next())
// expected-error@-1 {{gen_next needs a generator: write gen_next(g)}}
// CHECK: :[[#@LINE-2]]:10: error:
    ++n;
  int error = gen_error();
// expected-error@-1 {{gen_error needs a generator: write gen_error(g)}}
// CHECK: :[[#@LINE-2]]:15: error:
  if (gen_state( /* of which? */ ) == GEN_FAILED)
// expected-error@-1 {{gen_state needs a generator: write gen_state(g)}}
// CHECK: :[[#@LINE-2]]:7: error:
    gen_close();
// expected-error@-1 {{gen_close needs a generator: write gen_close(g)}}
// CHECK: :[[#@LINE-2]]:5: error:
}
#define MOVED() gen_move()
generator(int) g(int n) {
  yield from MOVED();
// expected-error@-1 {{gen_move needs a generator: write gen_move(g)}}
// CHECK: :[[#@LINE-2]]:14: error:
}
// CHECK-NOT: {{error:|warning:|note:}}
// CHECK: 5 errors generated
