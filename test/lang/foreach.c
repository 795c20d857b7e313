// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// foreach declares x of type Y, takes the generator over, and closes it however
// the loop is left.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int) up_to(int n) {
  GUARD guard = n;
  for (int i = 1; i <= n; ++i)
    yield i;
}
static generator(const char *) words(void) {
  yield "a";
  yield "b";
}
static generator(int) failing(int n, int code) {
  foreach (x, up_to(n))
    yield x;
  gen_fail(code);
}

static generator(int, void, int) with_result(void) {
  yield 1;
  return 2;
}

static int returning(int n) {
  foreach (x, up_to(n))
    foreach (y, up_to(x))
      if (x + y == 5)
        return 10 * x + y;
  return 0;
}
static void going_out(void) {
  foreach (x, up_to(8)) {
    foreach (y, up_to(7))
      if (y == 2)
        goto out;
    note_number("not reached ", x);
  }
out:
  note("out");
}
static void going_back(void) {
  int tries = 0;
again:
  foreach (x, up_to(2))
    if (x == 2 && ++tries < 3)
      goto again;
}
static int in_switch(int n) {
  switch (n) {
  case 1:
    foreach (x, up_to(1))
      n += x;
    break;
  default:
    foreach (x, up_to(2))
      if (x == 2)
        break;
    n = 100;
  }
  return n;
}

// Arguments with effects.
static int evaluated, codes[3];
static int *next_code(void) { return &codes[evaluated++]; }
static generator(int) noted(generator(int) g) {
  note("source");
  return g;
}
static generator(int) in_generator(void) {
  foreach (x, noted(failing(1, 8)), *next_code())
    yield x;
}
static void evaluating_once(void) {
  foreach (x, noted(failing(2, 5)), *next_code())
    EXPECT(codes[0] == 0);
  EXPECT_NOTES("source ~2");
  EXPECT(evaluated == 1 && codes[0] == 5);
  foreach (x, noted(up_to(0)), codes[evaluated++])
    ;
  foreach (x, noted(failing(2, 5)), *next_code())
    break;
  EXPECT_NOTES("source ~0 source ~2");
  EXPECT(evaluated == 3 && codes[1] == 0 && codes[2] == 0);
  evaluated = 0;
  foreach (x, in_generator())
    EXPECT(x == 1 && evaluated == 1);
  EXPECT_NOTES("source ~1");
  EXPECT(evaluated == 1 && codes[0] == 8 && codes[1] == 0);
}

int main(void) {
  // A single statement, a compound one, an empty one; x unused.
  int sum = 0;
  foreach (x, up_to(3))
    sum += x;
  EXPECT(sum == 6);
  foreach (x, up_to(2)) {
    EXPECT(_Generic(x, int: 1, default: 0));
    x *= 2; // one's own variable
    sum += x;
  }
  EXPECT(sum == 12);
  foreach (x, up_to(1))
    ;
  foreach (x, words())
    note(x);
  EXPECT_NOTES("~3 ~2 ~1 a b");

  // break and continue are the loop's.
  foreach (x, up_to(9)) {
    if (x == 2)
      continue;
    if (x == 4)
      break;
    note_number("", x);
  }
  EXPECT_NOTES("1 3 ~9");
  foreach (x, up_to(3))
    foreach (y, up_to(5)) {
      if (y == 2)
        break;
      note_number("", 10 * x + y);
    }
  EXPECT_NOTES("11 ~5 21 ~5 31 ~5 ~3");
  foreach (x, up_to(2)) {
    for (int i = 0; i < 3; ++i) {
      if (i == 1)
        continue;
      note_number("", i);
    }
    while (1)
      break;
  }
  EXPECT_NOTES("0 2 0 2 ~2");

  EXPECT(returning(9) == 32);
  EXPECT_NOTES("~1 ~2 ~3 ~9");
  EXPECT(returning(1) == 0);
  EXPECT_NOTES("~1 ~1");
  going_out();
  EXPECT_NOTES("~7 ~8 out");
  going_back();
  EXPECT_NOTES("~2 ~2 ~2");
  EXPECT(in_switch(1) == 2 && in_switch(5) == 100);
  EXPECT_NOTES("~1 ~2");

  // As the branch of an if, without braces.
  if (sum)
    foreach (x, up_to(1))
      note("then");
  else
    note("else");
  if (!sum)
    foreach (x, up_to(1))
      note("then");
  else
    note("else");
  EXPECT_NOTES("then ~1 else");

  // One name may be used again, nested and one after the other; a loop over
  // what an outer loop yields.
  foreach (x, up_to(2))
    foreach (x, up_to(x))
      note_number("", x);
  EXPECT_NOTES("1 ~1 1 2 ~2 ~2");

  // The source is an expression, evaluated once.
  generator(int) g = up_to(2), h = up_to(3);
  foreach (x, sum ? g : h)
    note_number("", x);
  EXPECT_NOTES("1 2 ~2");
  // One that was begun already goes on where it was.
  EXPECT(gen_next(h));
  foreach (x, h)
    note_number("", x);
  EXPECT_NOTES("2 3 ~3");
  // A finished one gives nothing; so does an empty one.
  g = up_to(1);
  while (gen_next(g))
    ;
  foreach (x, g)
    note("not reached");
  foreach (x, up_to(0))
    note("not reached");
  EXPECT_NOTES("~1 ~0");

  // err: 0 before the first item, written once more at the end.
  int err = -1;
  foreach (x, up_to(2), err)
    EXPECT(err == 0);
  EXPECT(err == 0);
  err = -1;
  foreach (x, up_to(0), err)
    ;
  EXPECT(err == 0);
  foreach (x, failing(2, 5), err)
    EXPECT(err == 0);
  EXPECT(err == 5);
  foreach (x, failing(2, 5), err)
    if (x == 2)
      break;
  EXPECT(err == 0);
  foreach (x, failing(2, 5), err)
    err = 77; // the user's own business
  EXPECT(err == 5);
  foreach (x, up_to(2), err) {
    EXPECT(err == (x == 1 ? 0 : 77));
    err = 77;
  }
  EXPECT(err == 0);
  struct {
    int codes[2];
  } s = {{-1, -1}}, *p = &s;
  foreach (x, failing(0, 9), p->codes[1])
    ;
  EXPECT(s.codes[0] == -1 && s.codes[1] == 9);
  foreach (x, failing(2, 5), err) {
    err = 77;
    break;
  }
  EXPECT(err == 0);
  err = -1;
  foreach (x, with_result(), err) // which is dropped
    EXPECT(x == 1);
  EXPECT(err == 0);
  foreach (x, (generator(int))0, err)
    note("not reached");
  EXPECT(err == ENOMEM);
  EXPECT_NOTES("~2 ~0 ~2 ~2 ~2 ~2 ~0 ~2");
  evaluating_once();
}
