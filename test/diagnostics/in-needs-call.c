// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %cc1_verify %s
#include <yieldc.h>

generator(int) count(int n) {
  while (n--)
    yield n;
}
generator(int) (*pointer)(int n) = count;

void consume(generator(int) g) {
  static char b[200];
  generator(int) h = gen_in(b, sizeof b, count(3));
  gen_close(h);
  h = gen_in(b, sizeof b, (count)((3)));
  gen_close(h);
  h = gen_in(b, sizeof b, g); // expected-error {{gen_in needs a call of a generator function by its name: gen_in(buffer, size, f(...))}}
  h = gen_in(b, sizeof b, pointer(3)); // expected-error {{gen_in needs a call of a generator function by its name}}
  (void)gen_in(b, sizeof b, count); // expected-error {{gen_in needs a call of a generator function by its name}}
  h = gen_in(b, sizeof b, 1 ? count(3) : count(4)); // expected-error {{gen_in needs a call of a generator function by its name}}
  h = gen_in(b, sizeof b, gen_move(g)); // expected-error {{gen_in needs a call of a generator function by its name}}
  h = gen_in(b, count(3)); // expected-error {{wrong number of arguments: gen_in(buffer, size, f(...))}}
  gen_close(h);
}
