// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable, a parameter or a label called `yield` in a function that returns a generator: one message, at the name.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -Wall -Wextra %s 2>&1 | FileCheck %s

#include <yieldc.h>

typedef int number;
struct crop {
  int yield;
};
generator(int) source(int n);

// CHECK-NOT: {{error:|warning:|note:}}
generator(int) initialized(int n) {
  int yield = 2 * n;
  // expected-error@-1 {{'yield' is a keyword here, since 'initialized' returns a generator; give the variable or the label another name}}
  // CHECK: :[[#@LINE-2]]:7: error:
  return source(yield);
}
generator(int) declared(int n) {
  number yield;
  // expected-error@-1 {{'yield' is a keyword here, since 'declared' returns}}
  // CHECK: :[[#@LINE-2]]:10: error:
  yield = n;
  return source(yield);
}
generator(int) among_others(int n) {
  unsigned long yield, other;
  // expected-error@-1 {{'yield' is a keyword here}}
  // CHECK: :[[#@LINE-2]]:17: error:
  return source(n);
}
generator(int) pointer(struct crop *crop) {
  struct crop *yield = crop;
  // expected-error@-1 {{'yield' is a keyword here}}
  // CHECK: :[[#@LINE-2]]:16: error:
  return source(yield->yield);
}
generator(int) array(int n) {
  int yield[3] = {n};
  // expected-error@-1 {{'yield' is a keyword here}}
  // CHECK: :[[#@LINE-2]]:7: error:
  return source(yield[0]);
}
generator(int) parameter(int yield) {
  // expected-error@-1 {{'yield' is a keyword here}}
  // CHECK: :[[#@LINE-2]]:30: error:
  return source(yield);
}
generator(int) jumped_to(int n) {
  if (n)
    goto yield;
  // expected-error@-1 {{'yield' is a keyword here}}
  // CHECK: :[[#@LINE-2]]:10: error:
  yield 1;
yield:
  return;
}
generator(int) label(int n) {
  yield n;
yield:
  // expected-error@-1 {{'yield' is a keyword here}}
  // CHECK: :[[#@LINE-2]]:1: error:
  yield 2;
}

// The keyword, and the name of a member.
generator(void, int) bare(int n, struct crop *crop) {
  int got = yield, more = n ? (yield) : yield;
  crop->yield = got + more + (yield);
  switch (n) {
  case 1:
    yield, n = 2;
  }
  if (n)
    yield;
  else
    yield;
  int last[] = {yield, yield};
  (void)last;
}
// CHECK-NOT: {{error:|warning:|note:}}
// CHECK: 8 errors generated
