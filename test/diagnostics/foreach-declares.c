// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// foreach with a declaration in place of a name: one message, at the name.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -Wall -Wextra %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) numbers(int n) {
  while (n--)
    yield n;
}

static void integers(int count) {
  foreach (int x, numbers(3))
    (void)(x + 1);
  // expected-error@-2 {{foreach declares its variable itself, with the type that the generator yields: write foreach (x, ...)}}
  // CHECK: :[[#@LINE-3]]:16: error:
}
// CHECK-NOT: {{error:|warning:|note:}}
void pointers(void) {
  foreach (const char *text, numbers(3))
    (void)text;
  // expected-error@-2 {{foreach declares its variable itself, with the type that the generator yields: write foreach (text, ...)}}
  // CHECK: :[[#@LINE-3]]:24: error:
}
// CHECK-NOT: {{error:|warning:|note:}}
generator(int) in_a_generator(void) {
  int err;
  foreach (struct point p, numbers(3), err)
    yield p;
  // expected-error@-2 {{foreach declares its variable itself, with the type that the generator yields: write foreach (p, ...)}}
  // CHECK: :[[#@LINE-3]]:25: error:
}
// CHECK-NOT: {{error:|warning:|note:}}
#define EACH(name, n) foreach (NAME(name), numbers(n))
#define NAME(name) each_##name
#define TYPED(name) foreach (int name, numbers(3))
void in_a_macro(void) {
  TYPED(z)
    (void)z;
  // expected-error@-2 {{foreach declares its variable itself, with the type that the generator yields: write foreach (z, ...)}}
  // CHECK: :[[#@LINE-3]]:9: error:
}
// CHECK-NOT: {{error:|warning:|note:}}
void as_meant(void) {
  foreach (x, numbers(3))
    foreach (y, numbers(x))
      (void)y;
  EACH(x, 3)
    (void)each_x;
}
// CHECK: 4 errors generated
