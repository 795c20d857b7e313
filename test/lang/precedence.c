// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` takes an assignment expression as its operand, and with it is an
// operand anywhere an expression can stand.
// RUN: %levels %s -Wno-unused-value -Wno-parentheses

#include "../expect.h"
#include <yieldc.h>

// Each case yields some numbers, and is sent 10, 20, 30 … for them; what it
// computes is its result.
typedef generator(int, int, int) sums;

static sums addition(void) {
  int v;
  v = yield 1 + 2;
  return v;
}
static sums assignment(void) {
  int a, b;
  a = yield b = 4;
  return a + b;
}
static sums compound_assignment(void) {
  int v = 1;
  v += yield 2;
  v *= yield v;
  return v;
}
static sums conditional_operand(void) {
  int c = 0;
  return yield c ? 1 : 2;
}
static sums comma(void) {
  int a, b;
  a = (yield 1, b = 2);
  return 10 * a + b;
}
static sums comma_statement(void) {
  int a = 5;
  yield 3, a = 6;
  return a;
}
static sums first_branch(void) {
  int c = 1, b = 9;
  return c ? yield 5 : b;
}
static sums second_branch(void) {
  int c = 1, b = 9;
  return c ? b : (yield 5);
}
static sums nested_conditions(void) {
  int c = 1, d = 0;
  return c ? d ? yield 1 : yield 2 : yield 3;
}
// Between `?` and `:` stands any expression, also with a comma.
static sums comma_in_condition(void) {
  int a = 1, v = yield a ? a = 3, a + 1 : 9, w = a;
  return v + w;
}
static sums commas_in_conditions(void) {
  int a = 0, b = 0;
  yield a ? b, 1 : b ? a, 2 : (a, 3);
  return (yield 1 ? a ? 4, 5 : 6, a++, 7 : 8), a;
}
static sums gnu_condition(void) {
  int c = 0;
  return c ?: (yield 8);
}
static sums in_if(void) {
  if (yield 1)
    return 1;
  return 2;
}
static sums in_if_compared(void) {
  if ((yield 1) == 10)
    return 1;
  return 2;
}
static sums in_while(void) {
  int n = 0;
  while ((yield n) < 30)
    ++n;
  return n;
}
static sums in_do(void) {
  int n = 0;
  do
    ++n;
  while ((yield n) != 20);
  return n;
}
static sums in_for(void) {
  int n = 0;
  for (int i = yield 1; i < (yield 2); i += (yield 3))
    ++n;
  return n;
}
static sums in_switch(void) {
  switch (yield 1) {
  case 10:
    return yield 2;
  default:
    return 0;
  }
}
static sums as_index(void) {
  static const int a[11] = {[10] = 77};
  return a[yield 1];
}
static int add(int a, int b) { return 100 * a + b; }
static sums as_argument(void) { return add(1, yield 2); }
static sums in_parentheses(void) { return (yield 1) + (yield 2); }
static sums logical(void) {
  int n = 0 && (yield 1);
  n += 1 || (yield 2);
  n += (yield 3) && (yield 4);
  return n;
}
static sums as_initializer(void) {
  int a[] = {yield 1, [2] = yield 2};
  struct {
    int x, y;
  } s = {.y = yield 3, .x = 5};
  return a[0] + a[2] + s.y + s.x;
}
static sums of_yield(void) { return yield yield 1; }
static sums cast(void) { return (char)(yield(char) 257); }
static sums unary(void) { return -(yield - 3) + !(yield !0) + ~(yield ~0); }
static sums string_and_pointer(void) { return yield *"a" + *&(int){1}; }
static sums in_statement_expression(void) {
  return ({
    int a = yield 1;
    a + 1;
  });
}
static sums compound_literal(void) { return (int[]){1, yield 6}[1]; }
static sums macro_argument(void) {
#define MAX(a, b) ((a) > (b) ? (a) : (b))
  return MAX(5, yield 1); // 5 > what is sent first ? 5 : what is sent then
}

// In arguments of the header's macros, which name them more than once.
static generator(int) up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}
static sums in_foreach(void) {
  int sum = 0, codes[2] = {-1, -1};
  foreach (x, up_to(yield 1))
    sum += x;
  foreach (x, up_to(3), codes[(yield 2) - 20])
    sum += x;
  return sum + codes[0] + codes[1];
}
static sums in_calls(void) {
  int a[40] = {0}, sent;
  generator(int) g = up_to(9);
  sums h = addition();
  EXPECT(gen_next(g, &a[yield 1]) && a[10] == 1);
  EXPECT(!gen_throw(g, yield 2) && gen_error(g) == 20);
  EXPECT(gen_next(h) && !gen_send(h, yield 3));
  EXPECT(gen_result(h, &sent));
  gen_close(g);
  gen_close(h);
  return sent;
}

/// Sends 10, 20 … and checks what is yielded (up to a 0).
static int run(sums g, const int *expected) {
  int x, result = -1, sent = 10;
  if (!*expected)
    EXPECT(!gen_next(g));
  else
    EXPECT(gen_next(g, &x) && x == *expected++);
  for (; *expected; sent += 10)
    EXPECT(gen_send(g, sent, &x) && x == *expected++);
  if (gen_state(g) == GEN_SUSPENDED)
    EXPECT(!gen_send(g, sent, &x));
  EXPECT(gen_result(g, &result));
  gen_close(g);
  return result;
}
#define RUN(f, ...) run(f(), (int[]){__VA_ARGS__, 0})

int main(void) {
  EXPECT(RUN(addition, 3) == 10);
  EXPECT(RUN(assignment, 4) == 14);
  EXPECT(RUN(compound_assignment, 2, 11) == 11 * 20);
  EXPECT(RUN(conditional_operand, 2) == 10);
  EXPECT(RUN(comma, 1) == 22);
  EXPECT(RUN(comma_statement, 3) == 6);
  EXPECT(RUN(first_branch, 5) == 10);
  EXPECT(RUN(second_branch, 0) == 9);
  EXPECT(RUN(nested_conditions, 2) == 10);
  EXPECT(RUN(comma_in_condition, 4) == 13);
  EXPECT(RUN(commas_in_conditions, 3, 7) == 1);
  EXPECT(RUN(gnu_condition, 8) == 10);
  EXPECT(RUN(in_if, 1) == 1);
  EXPECT(RUN(in_if_compared, 1) == 1);
  EXPECT(RUN(in_do, 1, 2) == 2);
  // i is 10, then 10 + 30: 10 < 20, then 40 < 40.
  EXPECT(RUN(in_for, 1, 2, 3, 2) == 1);
  EXPECT(RUN(in_switch, 1, 2) == 20);
  EXPECT(RUN(as_index, 1) == 77);
  EXPECT(RUN(as_argument, 2) == 110);
  EXPECT(RUN(in_parentheses, 1, 2) == 30);
  EXPECT(RUN(logical, 3, 4) == 2);
  EXPECT(RUN(as_initializer, 1, 2, 3) == 10 + 20 + 30 + 5);
  EXPECT(RUN(of_yield, 1, 10) == 20);
  EXPECT(RUN(cast, 1) == 10);
  EXPECT(RUN(unary, -3, 1, -1) == -10 + 0 + ~30);
  EXPECT(RUN(string_and_pointer, 'a' + 1) == 10);
  EXPECT(RUN(in_statement_expression, 1) == 11);
  EXPECT(RUN(compound_literal, 6) == 10);
  EXPECT(RUN(macro_argument, 1, 1) == 20);
  EXPECT(RUN(in_foreach, 1, 2) == 55 + 6 + 0 - 1);
  EXPECT(RUN(in_calls, 1, 2, 3) == 30);

  // (It yields 0 first.)
  sums g = in_while();
  int x, result;
  EXPECT(gen_next(g, &x) && x == 0 && gen_send(g, 10, &x) && x == 1);
  EXPECT(gen_send(g, 20, &x) && x == 2 && !gen_send(g, 30));
  EXPECT(gen_result(g, &result) && result == 2);
  gen_close(g);
}
