// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mistakes in generator expressions are named as such.
// RUN: %cc1_verify -Xclang -verify-ignore-unexpected=note %s

#include <yieldc.h>

typedef generator(int) ints;
extern ints range(int begin, int end);
extern void take(generator(long) g);
extern void nothing(int x);

void no_generator(int n) {
  ints g = gen_expr(x, for (x, n)); // expected-error {{gen_expr: what 'for' goes through must be a generator (of a generator function: call it)}} expected-error {{foreach: the second argument must be a generator}}
  gen_close(g);
}

void no_value(void) {
  (void)gen_expr(nothing(x), for (x, range(0, 3))); // expected-error {{gen_expr: the first argument must have a value}} expected-error {{incompatible type 'void'}}
}

void no_clause(int n) {
  (void)gen_expr(n); // expected-error {{wrong number of arguments: gen_expr(value, for (x, g)), and up to four clauses more, for (y, h) or if (condition)}}
}

void another_type(void) {
  take(gen_expr(x, for (x, range(0, 3)))); // expected-error {{generator(int) is no generator(long)}} expected-error {{incompatible function pointer types}}
}

void an_array(void) {
  int numbers[3] = {1, 2, 3};
  ints g = gen_expr(numbers[i], for (i, range(0, 3))); // expected-error {{cannot refer to declaration with an array type inside block}}
  gen_close(g);
}

void assigned(int n) {
  ints g = gen_expr(n += i, for (i, range(0, 3))); // expected-error {{variable is not assignable}}
  gen_close(g);
}

generator(int, int) with_yield(ints numbers) {
  foreach (y, gen_expr(x + yield x, for (x, numbers))) // expected-error {{'yield' inside a generator expression belongs to that, not to the generator function around it; write a foreach with yield instead}} expected-error 0+ {{}}
    yield y;
}
