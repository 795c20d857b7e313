// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` in a function that is no generator function: says what to declare.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

int plain(int n) {
  yield n;
// expected-error@-1 {{'yield' outside a generator function; to make 'plain' one, declare that it returns a generator: generator(int) plain(...)}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  return n;
}
void nothing(int n) {
  if (n)
    yield;
// expected-error@-1 {{'yield' outside a generator function; to make 'nothing' one}}
// CHECK-DAG: :[[#@LINE-2]]:5: error:
}
int called(int n) {
  return yield(n);
// expected-error@-1 {{'yield' outside a generator function; to make 'called' one}}
// CHECK-DAG: :[[#@LINE-2]]:10: error:
}
generator(int) *pointer(int n) {
  yield n;
// expected-error@-1 {{'yield' outside a generator function; to make 'pointer' one}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  return 0;
}
int assigned(int n) {
  n = yield n;
// expected-error@-1 {{'yield' outside a generator function; to make 'assigned' one}}
// CHECK-DAG: :[[#@LINE-2]]:7: error:
  return n;
}
int delegating(void) {
  generator(int) g = 0;
  yield from g;
// expected-error@-1 {{'yield' outside a generator function; to make 'delegating' one}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  return 0;
}

struct crop {
  int yield;
};
int among_members(struct crop *c) {
  int old = c->yield;
  c->yield = yield old;
// expected-error@-1 {{'yield' outside a generator function; to make 'among_members' one}}
// CHECK-DAG: :[[#@LINE-2]]:14: error:
  return c->yield;
}

// An ordinary identifier is none of our business.
int variable(void) {
  int yield = 3;
  return yield;
}
