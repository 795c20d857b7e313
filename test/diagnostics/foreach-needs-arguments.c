// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `foreach x in g`: one message, how it is written; not of a variable that has the name.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -Wall -Wextra %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) numbers(int n);

// CHECK-NOT: {{error:|warning:|note:}}
void show(int n) {
  foreach x in numbers(n) {
    (void)x;
  }
  // expected-error@-3 {{a loop is written foreach (x, g) or foreach (x, g, err)}}
  // CHECK: :[[#@LINE-4]]:3: error:
}
generator(int) doubled(int n) {
  foreach int x in numbers(n)
    yield 2 * x;
  // expected-error@-2 {{a loop is written foreach (x, g) or foreach (x, g, err)}}
  // CHECK: :[[#@LINE-3]]:3: error:
}
struct holder {
  int foreach, generator;
};
extern struct holder foreach;
static int generator __attribute__((unused)) = 3;
#define AND &&
int count(struct holder *holder) {
  int foreach = holder->foreach + holder->generator;
  if (foreach AND generator)
    return foreach;
  foreach (x, numbers(3))
    foreach += x;
  return foreach * generator;
}
// CHECK-NOT: {{error:|warning:|note:}}
// CHECK: 2 errors generated
