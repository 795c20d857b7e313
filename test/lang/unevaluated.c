// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sizeof, typeof and _Generic of a `yield` give its type, and do not suspend;
// around a `yield` operand the order of evaluation is C's.
// RUN: %levels %s -Wno-unevaluated-expression

#include "../expect.h"
#include <yieldc.h>

struct big {
  char bytes[77];
};

static int noted(const char *text, int value) {
  note(text);
  return value;
}

static generator(int, struct big, int) types(void) {
  EXPECT(sizeof(yield 1) == 77 && sizeof(yield noted("", 1)) == 77);
  __typeof__(yield 1) b;
  _Static_assert(sizeof b == 77, "S");
  __typeof__((yield 1).bytes[0]) c = 'c';
  _Static_assert(_Generic((yield 1), struct big: 1, default: 0), "S");
  int n = _Generic(c, char: 5, int: yield 1);
  yield n;
  EXPECT(__builtin_types_compatible_p(__typeof__(yield 1), struct big));
  EXPECT(!__builtin_constant_p((yield 1).bytes[0]));
  yield 6;
  return sizeof(yield 1);
}
static generator(int) nothing(void) {
  EXPECT(_Generic(0, __typeof__((yield 1, 'a')): 1));
  EXPECT((__builtin_types_compatible_p(__typeof__(yield 1), void)));
  yield 1;
}
static generator(int, int, int) delegating(void) {
  EXPECT(__builtin_types_compatible_p(__typeof__(yield from delegating()), int));
  EXPECT(sizeof(yield from delegating()) == sizeof(int));
  return 1;
}

// The size of a variable-length array is evaluated, also there.
static generator(int, int, int) sizes(void) {
  unsigned long n = sizeof(int[yield 1]) / sizeof(int);
  int a[yield 2];
  typedef char type[yield 3];
  type b;
  __typeof__(char[yield 4]) c;
  EXPECT(sizeof a / sizeof *a == 3 && sizeof b == 4 && sizeof c == 5);
  return (int)n;
}

// _Generic evaluates the chosen branch only.
static generator(int, int) chosen(void) {
  int got = _Generic(1.0, int: yield 1, double: yield 2);
  yield got;
}

// Where C orders, the order is that; operands before a suspension keep their
// values.
static generator(int, int, int) ordered(void) {
  int n = 1;
  int v = (noted("first", 1), yield 1) ? noted("second", 2) : noted("other", 3);
  v += noted("left", 0) || (yield 2) || noted("right", 1);
  int a[2] = {noted("a", 10), yield 3};
  for (int i = noted("init", 0); i < (yield 4); i += noted("step", 1))
    note("body");
  n = n + (yield 5) * n;
  return 100 * n + v + a[0] + a[1];
}

int main(void) {
  int x, r;
  generator(int, struct big, int) g = types();
  EXPECT(gen_next(g, &x) && x == 5 && gen_next(g, &x) && x == 6);
  EXPECT(!gen_next(g) && gen_result(g, &r) && r == 77);
  gen_close(g);
  generator(int) n = nothing();
  EXPECT(gen_next(n, &x) && x == 1 && !gen_next(n));
  gen_close(n);
  generator(int, int, int) d = delegating();
  EXPECT(!gen_next(d) && gen_result(d, &r) && r == 1);
  gen_close(d);

  d = sizes();
  EXPECT(gen_next(d, &x) && x == 1);
  for (int i = 2; i <= 4; ++i)
    EXPECT(gen_send(d, i, &x) && x == i);
  EXPECT(!gen_send(d, 5) && gen_result(d, &r) && r == 2);
  gen_close(d);

  generator(int, int) c = chosen();
  EXPECT(gen_next(c, &x) && x == 2 && gen_send(c, 7, &x) && x == 7);
  gen_close(c);

  d = ordered();
  EXPECT(gen_next(d, &x) && x == 1);
  EXPECT_NOTES("first");
  EXPECT(gen_send(d, 1, &x) && x == 2);
  EXPECT_NOTES("second left");
  EXPECT(gen_send(d, 0, &x) && x == 3);
  EXPECT_NOTES("right a");
  EXPECT(gen_send(d, 20, &x) && x == 4);
  EXPECT_NOTES("init");
  EXPECT(gen_send(d, 1, &x) && x == 4);
  EXPECT_NOTES("body step");
  EXPECT(gen_send(d, 1, &x) && x == 5);
  EXPECT(!gen_send(d, 6) && gen_result(d, &r));
  EXPECT(r == 100 * 7 + (2 + 1) + 10 + 20);
  gen_close(d);
}
