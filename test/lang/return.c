// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `return e;` gives the result; `return;` and falling off the end give none.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

struct pair {
  int a;
  const char *b;
};

typedef generator(int, void, int) counted;

static counted value(int n) {
  yield n;
  return n + 1;
}
static counted without(int n) {
  if (n)
    return;
  yield 1;
}
static counted off_the_end(int n) {
  if (n)
    yield n;
}
static counted either(int n) {
  while (n--) {
    if (n == 3)
      return 33;
    else if (n == 2)
      return;
    else
      yield n;
  }
  return 0;
}
static counted before_any_yield(void) {
  return 5;
  yield 1;
}
static counted converted(void) {
  return 'a' + 0.75;
  yield 1;
}
static counted of_yield_in_nested_scopes(int n) {
  {
    GUARD outer = 1;
    for (int i = 0; i < n; ++i) {
      GUARD inner = 2;
      switch (i) {
      case 2:
        return i * n;
      }
      yield i;
    }
  }
  return -1;
}
static counted from_statement_expression(int n) {
  int x = ({
    if (n > 1)
      return 70;
    n;
  });
  yield x;
}
// The value is computed before the scopes are left.
static counted order(void) {
  int n = 1;
  GUARD guard = 1;
  return (note("value"), n);
  yield 0;
}
// There is none before the scopes are left, to one who looks from there.
static void look(counted **g) {
  int r = 7;
  note(gen_result(**g, &r) || r != 7 ? "there" : "not yet");
  note(gen_state(**g) == GEN_RUNNING ? "running" : "over");
}
static counted looking(counted *self) {
  __attribute__((cleanup(look), unused)) counted *guard = self;
  yield 1;
  return 5;
}
static generator(int, void, struct pair) record(int n) {
  yield n;
  return (struct pair){n, "pair"};
}
static generator(int, void, const char *) pointer(void) {
  yield 1;
  return 0;
}
static generator(int) no_result(int n) {
  yield n;
  if (n)
    return;
  note("not left");
}
static generator(void) nothing(void) {
  yield;
  return;
}

/// Runs it to its end; its result, or -2 if it has none.
static int result(counted g) {
  int r = -2;
  EXPECT(!gen_result(g, &r) && r == -2); // none yet
  while (gen_next(g))
    EXPECT(!gen_result(g, &r) && r == -2);
  EXPECT(gen_state(g) == GEN_RETURNED && gen_error(g) == 0);
  int again;
  if (gen_result(g, &r))
    EXPECT(gen_result(g, &again) && again == r); // as often as one likes
  EXPECT(!gen_next(g) && gen_state(g) == GEN_RETURNED);
  gen_close(g);
  return r;
}

int main(void) {
  EXPECT(result(value(1)) == 2);
  EXPECT(result(without(0)) == -2 && result(without(1)) == -2);
  EXPECT(result(off_the_end(0)) == -2 && result(off_the_end(1)) == -2);
  EXPECT(result(either(5)) == 33 && result(either(3)) == -2);
  EXPECT(result(either(1)) == 0);
  EXPECT(result(before_any_yield()) == 5);
  EXPECT(result(converted()) == 'a');
  EXPECT(result(of_yield_in_nested_scopes(2)) == -1);
  EXPECT_NOTES("~2 ~2 ~1");
  EXPECT(result(of_yield_in_nested_scopes(4)) == 8);
  EXPECT_NOTES("~2 ~2 ~2 ~1");
  EXPECT(result(from_statement_expression(1)) == -2);
  EXPECT(result(from_statement_expression(2)) == 70);
  EXPECT(result(order()) == 1);
  EXPECT_NOTES("value ~1");

  counted l = looking(&l);
  EXPECT(result(l) == 5);
  EXPECT_NOTES("not yet running");

  generator(int, void, struct pair) g = record(4);
  struct pair p = {0, 0};
  EXPECT(gen_next(g) && !gen_result(g, &p) && !p.b && !gen_next(g));
  EXPECT(gen_result(g, &p) && p.a == 4 && !strcmp(p.b, "pair"));
  gen_close(g);

  generator(int, void, const char *) s = pointer();
  const char *text = "untouched";
  EXPECT(gen_next(s) && !gen_next(s) && gen_result(s, &text) && !text);
  gen_close(s);

  generator(int) n = no_result(1);
  EXPECT(gen_next(n) && !gen_next(n) && gen_state(n) == GEN_RETURNED);
  gen_close(n);
  EXPECT_NOTES("");
  generator(void) v = nothing();
  EXPECT(gen_next(v) && !gen_next(v) && gen_state(v) == GEN_RETURNED);
  gen_close(v);
}
