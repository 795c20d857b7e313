// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calling a generator function evaluates the arguments, copies them in, and runs
// none of the body; the body starts at the first resume.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

struct large {
  int values[50];
};

static int noted(int n) {
  note_number("arg ", n);
  return n;
}

static generator(int) body(int n) {
  note("body");
  yield n;
}

static generator(int) declarations(int n) {
  GUARD guard = 1;
  int first = noted(n); // an initializer is part of the body
  yield first;
}

static generator(int) copies(int n, struct large l, double d, const char *text) {
  yield n;
  yield l.values[0];
  yield l.values[49];
  yield(int) d;
  yield text[0];
  l.values[49] = ++n;
  yield l.values[49] + n;
}

static generator(int) infinite(void) {
  for (;;)
    yield 1;
}

static generator(int) never(void) {
  note("body");
  if (0)
    yield 1;
}

int main(void) {
  generator(int) g = body(noted(1));
  EXPECT_NOTES("arg 1");
  EXPECT(gen_state(g) == GEN_CREATED && gen_error(g) == 0);
  EXPECT(gen_next(g));
  EXPECT_NOTES("body");
  gen_close(g);

  gen_close(body(noted(2)));
  EXPECT_NOTES("arg 2");

  g = declarations(3);
  EXPECT_NOTES("");
  EXPECT(gen_next(g));
  EXPECT_NOTES("arg 3");
  gen_close(g);
  EXPECT_NOTES("~1");
  gen_close(declarations(3));
  EXPECT_NOTES("");

  // Later changes of the caller's variables are not seen by the body, nor its
  // changes by the caller.
  struct large l = {{0}};
  int n = 1;
  double d = 5.5;
  char text[] = "t";
  l.values[0] = 2;
  l.values[49] = 3;
  g = copies(n, l, d, text);
  memset(&l, -1, sizeof l);
  n = 7;
  d = 8;
  int expected[] = {1, 2, 3, 5, 't', 4}, x;
  for (int i = 0; i < 6; ++i)
    EXPECT(gen_next(g, &x) && x == expected[i]);
  EXPECT(!gen_next(g, &x) && n == 7 && l.values[49] == -1);
  gen_close(g);

  // Two of one function are independent.
  generator(int) a = body(1), b = body(2);
  EXPECT(gen_next(b, &x) && x == 2 && gen_next(a, &x) && x == 1);
  gen_close(a);
  gen_close(b);
  EXPECT_NOTES("body body");

  // One that yields for ever can be left; one that never yields returns.
  g = infinite();
  for (int i = 0; i < 1000; ++i)
    EXPECT(gen_next(g));
  gen_close(g);
  g = never();
  EXPECT_NOTES("");
  EXPECT(!gen_next(g) && gen_state(g) == GEN_RETURNED);
  EXPECT_NOTES("body");
  gen_close(g);
}
