// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the header's macros require is said in one line, at the user's call, also where that is in a macro of the user's.
// RUN: not %yieldcc -fsyntax-only -std=c99 -Wall -Wextra -Wshadow -pedantic %s 2>&1 | FileCheck %s

#include <yieldc.h>

#define ASK(g, x) gen_next(g, x)
generator(int) ints(void);
void f(long *x);

// CHECK-NOT: {{(error|warning|note):}}
void f(long *x) {
  gen_next(ints(), x);
  // CHECK: :[[#@LINE-1]]:3: error: gen_next: the last argument must be a pointer to the type that the generator yields
  // CHECK-NEXT: gen_next(ints(), x);
  // CHECK-NEXT: {{\^~+$}}
  // CHECK-NOT: {{(error|warning|note):}}
  if (ASK(ints(), x))
    // CHECK: :[[#@LINE-1]]:7: error: gen_next: the last argument must be
    // CHECK: :[[#@LINE-13]]:19: note: expanded from macro 'ASK'
    // CHECK-NOT: {{(error|warning|note):}}
    gen_send(ints(), 1);
  // CHECK: :[[#@LINE-1]]:5: error: gen_send: this generator is sent nothing
  // CHECK-NOT: {{(error|warning|note):}}
}
extern generator(int, const int) constant;
// CHECK: :[[#@LINE-1]]:8: error: generator(Y, S, R): S must not be
// CHECK-NOT: {{(error|warning|note):}}
// CHECK: 4 errors generated.
