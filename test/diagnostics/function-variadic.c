// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator function with variable arguments.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <stdarg.h>
#include <yieldc.h>

generator(int) f(int n, ...) {
// expected-error@-1 {{a generator function can't have variable arguments: they are gone when its body starts; pass an array, or a va_list's values, instead}}
// CHECK-DAG: :[[#@LINE-2]]:16: error:
  va_list arguments;
  va_start(arguments, n);
  yield va_arg(arguments, int);
  va_end(arguments);
}
// Without `yield` it is an ordinary function.
generator(int) source(int n);
generator(int) ordinary(int n, ...) { return source(n); }
