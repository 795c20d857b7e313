// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` before a token that could also go on with a variable `from`, where there is one: delegates, with a warning.
// RUN: %cc1_verify %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) source(int n);
int from_of(int);

generator(int) parameter(int from) {
  yield from (source(from));
// expected-warning@-1 {{'yield from' delegates, though a variable 'from' is in scope; write 'yield (from)' for the variable}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield from & *source(from);
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield from source(from);
  yield (from);
  yield from;
}
generator(int) local(int n) {
  int from = n;
  generator(int) *p = 0;
  yield from *p;
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  yield from / 2 + from;
}
// Not where its scope has ended; nor what has the same name, and is no variable.
generator(int) before(int n) {
  {
    int from = n;
    n = from;
  }
  for (int from = 0; from < n; ++from)
    yield (from);
  for (int from = 0; from < n; ++from) {
    n += from;
  }
  if (n) {
    int (*from)(int) = from_of;
    n = from(n);
  }
  struct {
    int from;
  } s = {n};
  extern int named(int from, int *to);
  yield from (source(s.from));
}
generator(int) within(int n) {
  enum { from = 2 };
  for (int i = 0; i < n; ++i)
    yield from (source(i));
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:5: warning:
}
generator(int) loop(int n) {
  for (int from = 0; from < n; ++from)
    if (n)
      yield from (source(1));
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:7: warning:
}
generator(int) function_pointer(int n) {
  generator(int) (*from)(int) = source;
  while (n--) {
    yield from (n);
// expected-error@-1 {{'yield from' needs a generator to delegate to}}
// expected-warning@-2 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-3]]:5: warning:
  }
}
int from;
generator(int) global(generator(int) * p) {
  yield from *p;
// expected-warning@-1 {{'yield from' delegates}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
}
