// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A parameter that a generator function has handed on, or closed, is closed again when it ends.
// RUN: %cc1_verify %s

#include <yieldc.h>

typedef generator(int) ints;
extern ints twice(ints numbers);
extern void borrow(ints numbers);

ints handed_on(ints p) {
  yield from twice(p); // expected-warning {{'p' is this generator's, which closes it again when it ends; write gen_move(p)}}
}

ints closed(ints p) {
  yield 1;
  gen_close(p); // expected-warning {{'p' is this generator's, which closes it again}}
}

ints in_a_branch(ints p, int way) {
  if (way) {
    ints g = twice(p); // expected-warning {{'p' is this generator's}}
    yield from g;
    return;
  }
  foreach (x, p)
    yield x;
}

ints each_once(ints p, ints q) {
  yield 1;
  yield from twice(p); // expected-warning {{'p' is this generator's}}
  yield from twice(q); // expected-warning {{'q' is this generator's}}
}

ints put_right(ints p, ints q, ints r, ints s, ints t, ints u, int way) {
  yield from twice(gen_move(p));
  foreach (x, q)
    yield x;
  yield from r;
  s = twice(s);
  borrow(s);
  gen_close(t);
  t = 0;
  if (way) {
    gen_close(u);
    u = 0;
  }
  yield 2;
}

// No generator function: who calls it has given the handle away.
ints passed_on(ints p) { return twice(twice(p)); }
