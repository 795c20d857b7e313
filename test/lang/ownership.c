// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator function closes the handles it was given, whichever way it ends,
// but those it has handed on by foreach or `yield from` over the bare parameter,
// or by gen_move.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int) ints;

static ints source(int n) {
  GUARD guard = n;
  for (int i = 1; i <= n; ++i)
    yield i;
}
/// A source that has begun, so that its guard tells of its end.
static ints begun(int n) {
  ints g = source(n);
  EXPECT(gen_next(g));
  return g;
}

/// What became of the two at the end: closed behind the body's own cleanups.
static ints holder(ints a, int how, ints b) {
  GUARD guard = 1;
  yield 1;
  if (how == 1)
    return;
  if (how == 2)
    gen_fail(5);
  yield 2;
  (void)a, (void)b;
}

static ints by_foreach(ints a, ints b) {
  foreach (x, a)
    yield x;
  EXPECT(!a && b);
  foreach (x, (b)) // parentheses do not matter
    yield x;
  EXPECT(!b);
  yield 0;
}
static ints by_foreach_with_error(ints a) {
  int err;
  foreach (x, a, err)
    yield x;
  EXPECT(!a && !err);
  yield 0;
}
static ints by_delegation(ints a, ints b) {
  yield from a;
  EXPECT(!a && b);
  yield from (b);
  EXPECT(!b);
  yield 0;
}
// Also of a parameter that is `const`, or asked to be in a register.
static ints by_qualified(ints const a, register ints b, volatile ints c) {
  yield from a;
  EXPECT(!a);
  foreach (x, b)
    yield x;
  EXPECT(!b);
  foreach (x, c)
    yield x;
  EXPECT(!c);
  yield 0;
}
static ints kept; ///< what was moved out
static ints by_move(ints a) {
  kept = gen_move(a);
  EXPECT(!a && kept);
  yield 1;
}
// Consuming it by hand does not hand it on.
static ints by_hand(ints a) {
  int x;
  while (gen_next(a, &x))
    yield x;
  EXPECT(a);
}
// A parameter without use, one that is overwritten, one that was closed.
static ints unused(ints a __attribute__((unused))) { yield 1; }
static ints replaced(ints a) {
  gen_close(a);
  a = begun(8);
  yield 1;
}
static ints closed(ints a) {
  gen_close(gen_move(a));
  EXPECT(!a);
  yield 1;
}
// Ownership by the parameter's type, however it is spelled.
static ints spelled(__typeof__(begun(1)) a, generator(int) b, ints const c) {
  yield 1;
  (void)a, (void)b, (void)c;
}
// Not of pointers to handles, nor of handles in structs.
struct holder {
  ints inside;
};
static ints indirect(ints *p, struct holder h) {
  yield 1;
  (void)p, (void)h;
}
// Ordinary functions own what they say.
static ints ordinary(ints a) { return a; }

static ints map(ints g, int n) {
  GUARD guard = 10 + n;
  foreach (x, g)
    yield x + n;
}

static void close_after(ints g, int values) {
  for (int i = 0; i < values; ++i)
    EXPECT(gen_next(g));
  note("|");
  gen_close(g);
}

static void test_ends(void) {
  close_after(holder(begun(2), 0, begun(3)), 0); // fresh: no body runs
  EXPECT_NOTES("| ~2 ~3");
  close_after(holder(begun(2), 0, begun(3)), 1);
  EXPECT_NOTES("| ~1 ~2 ~3");
  ints g = holder(begun(2), 0, begun(3));
  while (gen_next(g))
    ;
  EXPECT_NOTES("~1 ~2 ~3"); // at the end, not only when it is freed
  gen_close(g);
  g = holder(begun(2), 1, begun(3));
  EXPECT(gen_next(g) && !gen_next(g));
  EXPECT_NOTES("~1 ~2 ~3");
  gen_close(g);
  g = holder(begun(2), 2, begun(3));
  EXPECT(gen_next(g) && !gen_next(g) && gen_error(g) == 5);
  EXPECT_NOTES("~1 ~2 ~3");
  gen_close(g);
  g = holder(begun(2), 0, begun(3));
  EXPECT(gen_next(g) && !gen_throw(g, 6) && gen_error(g) == 6);
  EXPECT_NOTES("~1 ~2 ~3");
  gen_close(g);
  g = holder(begun(2), 0, begun(3)); // thrown into while fresh
  EXPECT(!gen_throw(g, 7) && gen_error(g) == 7);
  EXPECT_NOTES("~2 ~3");
  gen_close(g);
  EXPECT_NOTES("");
  close_after(holder(0, 0, begun(3)), 1); // null is nothing to close
  EXPECT_NOTES("| ~1 ~3");
}

static void test_handing_on(void) {
  close_after(by_foreach(begun(2), begun(3)), 1);
  EXPECT_NOTES("| ~2 ~3");
  close_after(by_foreach(begun(2), begun(3)), 2);
  EXPECT_NOTES("~2 | ~3");
  close_after(by_foreach(begun(2), begun(3)), 4);
  EXPECT_NOTES("~2 ~3 |");
  close_after(by_foreach_with_error(begun(3)), 1);
  EXPECT_NOTES("| ~3");
  close_after(by_foreach_with_error(begun(3)), 3);
  EXPECT_NOTES("~3 |");
  close_after(by_delegation(begun(2), begun(3)), 1);
  EXPECT_NOTES("| ~2 ~3");
  close_after(by_delegation(begun(2), begun(3)), 3);
  EXPECT_NOTES("~2 | ~3");
  close_after(by_delegation(begun(2), begun(3)), 4);
  EXPECT_NOTES("~2 ~3 |");

  close_after(by_qualified(begun(2), begun(2), begun(2)), 1);
  EXPECT_NOTES("| ~2 ~2 ~2");
  close_after(by_qualified(begun(2), begun(2), begun(2)), 3);
  EXPECT_NOTES("~2 ~2 | ~2");
  close_after(by_qualified(begun(2), begun(2), begun(2)), 4);
  EXPECT_NOTES("~2 ~2 ~2 |");

  close_after(by_move(begun(3)), 0);
  EXPECT_NOTES("| ~3");
  EXPECT(!kept);
  close_after(by_move(begun(3)), 1);
  EXPECT_NOTES("|");
  int x;
  EXPECT(gen_next(kept, &x) && x == 2);
  gen_close(kept);
  EXPECT_NOTES("~3");

  close_after(by_hand(begun(3)), 1);
  EXPECT_NOTES("| ~3");
  ints g = by_hand(begun(3));
  while (gen_next(g))
    ;
  EXPECT_NOTES("~3");
  gen_close(g);
  EXPECT_NOTES("");
}

static void test_parameters(void) {
  close_after(unused(begun(3)), 1);
  EXPECT_NOTES("| ~3");
  close_after(replaced(begun(3)), 1);
  EXPECT_NOTES("~3 | ~8");
  close_after(closed(begun(3)), 1);
  EXPECT_NOTES("~3 |");
  close_after(spelled(begun(2), begun(3), begun(4)), 1);
  EXPECT_NOTES("| ~2 ~3 ~4");
  ints mine = begun(2);
  struct holder h = {begun(3)};
  close_after(indirect(&mine, h), 1);
  EXPECT_NOTES("|");
  gen_close(h.inside);
  gen_close(ordinary(mine));
  EXPECT_NOTES("~3 ~2");

  // A pipeline dropped at any point leaves nothing behind.
  close_after(map(map(begun(5), 1), 2), 0);
  EXPECT_NOTES("| ~5");
  close_after(map(map(begun(5), 1), 2), 1);
  EXPECT_NOTES("| ~5 ~11 ~12");
}

static void test_automatic(void) {
  {
    gen_auto ints a = begun(2);
    gen_auto generator(int) b = begun(3);
    note("|");
    (void)a, (void)b;
  }
  EXPECT_NOTES("| ~3 ~2");
  ints out;
  {
    gen_auto ints a = begun(2);
    out = gen_move(a);
    EXPECT(!a);
  }
  EXPECT_NOTES("");
  gen_close(out);
  EXPECT_NOTES("~2");
  // foreach takes a copy of the handle over; moved, the variable is null.
  {
    gen_auto ints a = begun(3);
    foreach (x, gen_move(a))
      note_number("", x);
  }
  EXPECT_NOTES("2 3 ~3");
  // gen_move reads any handle variable.
  struct holder h = {begun(2)}, *p = &h;
  ints array[2] = {0, begun(3)};
  gen_close(gen_move(p->inside));
  gen_close(gen_move(array[1]));
  EXPECT(!h.inside && !array[1]);
  EXPECT_NOTES("~2 ~3");
}

// In a generator function, too.
static ints automatic(int how) {
  gen_auto ints a = begun(2), b = begun(3);
  yield 1;
  if (how)
    yield from gen_move(b);
  yield 9;
  (void)a;
}

int main(void) {
  test_ends();
  test_handing_on();
  test_parameters();
  test_automatic();
  close_after(automatic(0), 1);
  EXPECT_NOTES("| ~3 ~2");
  close_after(automatic(1), 2);
  EXPECT_NOTES("| ~3 ~2");
  close_after(automatic(1), 4);
  EXPECT_NOTES("~3 | ~2");
}
