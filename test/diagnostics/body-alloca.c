// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// alloca in a generator function.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <alloca.h>
#include <yieldc.h>

generator(int) f(int n) {
  char *a = alloca(n);
// expected-error@-1 {{alloca in a generator function: its stack is gone at the next 'yield'; declare a variable-length array, which yieldc keeps alive, or use malloc}}
// CHECK-DAG: :[[#@LINE-2]]:13: error:
  char *b = __builtin_alloca(n);
// expected-error@-1 {{alloca in a generator function}}
// CHECK-DAG: :[[#@LINE-2]]:13: error:
  char *c = __builtin_alloca_with_align(n, 64);
// expected-error@-1 {{alloca in a generator function}}
// CHECK-DAG: :[[#@LINE-2]]:13: error:
  yield a != b && b != c;
}
// Elsewhere it is not refused.
int ordinary(int n) { return *(char *)alloca(n); }
