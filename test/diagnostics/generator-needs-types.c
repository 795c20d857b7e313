// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator's type without types, or without parentheses: the one message.
// RUN: not %yieldcc -fsyntax-only %s 2>&1 | FileCheck %s
// RUN: not %yieldcc -fsyntax-only -DMEMBER %s 2>&1 | FileCheck %s --check-prefix=MEMBER
// RUN: not %yieldcc -fsyntax-only -DBARE %s 2>&1 | FileCheck %s --check-prefix=BARE
// RUN: not %yieldcc -fsyntax-only -DALONE %s 2>&1 | FileCheck %s --check-prefix=ALONE
// RUN: %yieldcc -fsyntax-only -Werror -DOWN %s

#ifdef OWN // of the program's own, without the header
#define gen_generator() 1
int one = gen_generator();
#else
#include <yieldc.h>

// CHECK-NOT: {{error:|warning:|note:}}
// MEMBER-NOT: {{error:|warning:|note:}}
#ifdef MEMBER
struct holder {
  gen_generator() held;
  // MEMBER: :[[#@LINE-1]]:3: fatal error: a generator's type is written generator(Y), generator(Y, S) or generator(Y, S, R), with the types of what it yields, is sent and returns
};
#elif defined BARE
generator int bare(int n) {
  // BARE: :[[#@LINE-1]]:1: fatal error: a generator's type is written generator(Y)
  // BARE-NOT: {{error:|warning:|note:}}
  yield n;
}
#elif defined ALONE
void alone(void) {
  generator g = 0;
  // ALONE: :[[#@LINE-1]]:3: fatal error: a generator's type is written generator(Y)
  // ALONE-NOT: {{error:|warning:|note:}}
}
#endif
generator() numbers(int n) {
  // CHECK: :[[#@LINE-1]]:1: fatal error: a generator's type is written generator(Y), generator(Y, S) or generator(Y, S, R)
  while (n--)
    yield n;
}
// CHECK-NOT: {{error:|warning:|note:}}
// CHECK: 1 error generated
// MEMBER-NOT: {{error:|warning:|note:}}
// MEMBER: 1 error generated
#endif
