// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handle where a value is wanted: what to write instead, behind what Clang says.
// RUN: %cc1_verify -Werror=incompatible-pointer-types %s
// RUN: not %yieldcc -fsyntax-only -Werror=incompatible-pointer-types %s 2>&1 | FileCheck %s

#include <stdbool.h>
#include <yieldc.h>

generator(int) count(int n) {
  if (n) {
    yield count(n - 1);
// expected-error@-1 {{incompatible pointer to integer conversion}}
// expected-error@-2 {{this is the handle of a generator(int), not a value; write 'yield from' to yield its values, foreach or gen_next to read them}}
// CHECK-DAG: :[[#@LINE-3]]:11: error: this is
    yield n;
  }
}
generator(const char *, int, long) texts(generator(const char *, int, long) source) {
  yield gen_move(source);
// expected-error@-1 {{incompatible pointer types}}
// expected-error@-2 {{this is the handle of a generator(const char *, int, long), not a value}}
// CHECK-DAG: :[[#@LINE-3]]:9: error: this is
  return count(1);
// expected-error@-1 {{incompatible pointer to integer conversion}}
// expected-error@-2 {{this is the handle of a generator(int), not a value}}
// CHECK-DAG: :[[#@LINE-3]]:10: error: this is
}
int first(generator(int, int) g, int (*function)(int)) {
  int x = g;
// expected-error@-1 {{incompatible pointer to integer conversion}}
// expected-error@-2 {{this is the handle of a generator(int, int), not a value}}
// CHECK-DAG: :[[#@LINE-3]]:11: error: this is
  x = function(g);
// expected-error@-1 {{incompatible pointer to integer conversion}}
// expected-error@-2 {{this is the handle of a generator(int, int), not a value}}
// CHECK-DAG: :[[#@LINE-3]]:16: error: this is
  gen_send(g, count(1));
// expected-error@-1 {{incompatible pointer to integer conversion}}
// expected-error@-2 {{this is the handle of a generator(int), not a value}}
// CHECK-DAG: :[[#@LINE-3]]:3: error: this is
  return x;
}

// What may be done with a handle as with other pointers.
bool fine(generator(int) g, void *any, long number) {
  if (g && !g)
    any = g, number = (long)g;
  bool made = g;
  return made ? g != 0 : (void *)g == any || (generator(int))number == g;
}
// In these it is a value.
generator(generator(int)) counts(int n) {
  while (n--)
    yield count(n);
}
generator(void *) pointers(int n) {
  while (n--)
    yield count(n);
}
