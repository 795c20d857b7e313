// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from g` runs g in place: values, sends, throws and closing reach the
// innermost generator; it evaluates to g's result.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

struct pair {
  int a, b;
};

static generator(int, int, int) summing(int count) {
  GUARD guard = 9;
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    int err, got = gen_catch(err, yield sum);
    if (err == 99)
      gen_fail(98);
    sum += err ? 1000 * err : got;
  }
  return sum;
}
static generator(int, int, int) passing(int count, int depth) {
  if (depth)
    return yield from passing(count, depth - 1);
  return yield from summing(count);
}

// Results of other types than one's own, and none.
static generator(int, int, struct pair) two(int a) {
  yield a;
  return (struct pair){a, a + 1};
}
static generator(int, int, const char *) text(void) {
  yield 0;
  return "text";
}
static generator(int, int, char) small(void) {
  yield 4;
  return 'c';
}
static generator(int, int) no_result(void) { yield 5; }
static generator(int, int, int) without(int n) {
  yield 6;
  if (n)
    return n;
}
static generator(int, int, int) using(void) {
  struct pair p = yield from two(1);
  int sum = p.a + p.b + (yield from two(10)).b;
  const char *t = yield from text();
  EXPECT(!strcmp(t, "text"));
  EXPECT((yield from small()) == 'c');
  yield from no_result();
#define IS(T, e) __builtin_types_compatible_p(__typeof__(e), T)
  _Static_assert(IS(const char *, yield from text()), "the result's type");
  _Static_assert(IS(char, yield from small()), "not promoted");
  int zero = yield from without(0);
  EXPECT(zero == 0);
  EXPECT((yield from without(3)) == 3);
  return sum;
}

static generator(int, int) empty(void) {
  if (0)
    yield 1;
}
static generator(int, int) over_empty(void) {
  yield from empty();
  yield from empty();
  yield 1;
  yield from empty();
}

static generator(int, int) failing(int code) {
  GUARD guard = 8;
  yield 1;
  gen_fail(code);
}
static generator(int, int) around(int code) {
  GUARD guard = 7;
  yield from failing(code);
  note("not reached");
}

// One that was begun elsewhere, or has finished, or delegates itself already.
static generator(int) up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}
static generator(int) chain(int n) { yield from up_to(n); }
static generator(int) outer(generator(int) g) {
  yield from g;
  yield 99;
}

// Delegating in a loop, and to itself as a new generator.
static generator(int) tree(int depth) {
  if (depth) {
    yield from tree(depth - 1);
    yield depth;
    yield from tree(depth - 1);
  }
}

// A delegation to oneself is refused as running.
static generator(int) *self;
static generator(int) loop(void) {
  yield 1;
  int err;
  gen_catch(err, yield from *self);
  yield err;
}

int main(void) {
  int x, r;
  for (int depth = 0; depth < 4; ++depth) {
    generator(int, int, int) g = passing(3, depth);
    EXPECT(gen_next(g, &x) && x == 0 && gen_send(g, 5, &x) && x == 5);
    EXPECT(gen_throw(g, 2, &x) && x == 2005);
    EXPECT(!gen_send(g, 4) && gen_result(g, &r) && r == 2009);
    EXPECT_NOTES("~9");
    gen_close(g);
    g = passing(3, depth);
    EXPECT(gen_next(g) && !gen_throw(g, 99) && gen_error(g) == 98);
    EXPECT_NOTES("~9");
    gen_close(g);
    g = passing(3, depth);
    EXPECT(gen_next(g));
    gen_close(g);
    EXPECT_NOTES("~9");
  }

  generator(int, int, int) u = using();
  static const int expected[] = {1, 10, 0, 4, 5, 6, 6};
  for (int i = 0; i < 7; ++i)
    EXPECT(gen_next(u, &x) && x == expected[i]);
  EXPECT(!gen_next(u) && gen_result(u, &r) && r == 1 + 2 + 11);
  gen_close(u);

  generator(int, int) e = over_empty();
  EXPECT(gen_next(e, &x) && x == 1 && !gen_next(e));
  gen_close(e);
  e = around(4);
  EXPECT(gen_next(e, &x) && x == 1 && !gen_next(e) && gen_error(e) == 4);
  EXPECT_NOTES("~8 ~7");
  gen_close(e);

  generator(int) g = up_to(3);
  EXPECT(gen_next(g));
  foreach (y, outer(g))
    note_number("", y);
  g = chain(3);
  EXPECT(gen_next(g));
  foreach (y, outer(outer(g)))
    note_number("", y);
  g = up_to(0);
  EXPECT(!gen_next(g));
  foreach (y, outer(g))
    note_number("", y);
  foreach (y, tree(3))
    note_number("", y);
  EXPECT_NOTES("2 3 99 2 3 99 99 99 1 2 1 3 1 2 1");

  g = loop();
  self = &g;
  EXPECT(gen_next(g, &x) && x == 1);
  EXPECT(gen_next(g, &x) && x == EBUSY);
  gen_close(g);
}
