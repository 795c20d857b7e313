// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_catch(err, yield e) gives a thrown or delegated error's code, with a zero
// value, and the body goes on; a close is never caught.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

struct triple {
  int a, b, c;
};

static generator(int, int) catching(void) {
  int err = -1, v = -1;
  GUARD guard = 1;
  for (;;) {
    v = gen_catch(err, yield 10 * err + v);
    note_number("err ", err);
  }
}

// Every kind of S: nothing, a struct, a pointer.
static generator(int) catching_void(void) {
  int err = -1;
  gen_catch(err, yield 1);
  note_number("", err);
  gen_catch(err, yield 2);
  note_number("", err);
}
static generator(int, struct triple) catching_struct(void) {
  int err;
  struct triple t = gen_catch(err, yield 1);
  yield t.a + t.b + t.c;
  yield err;
}
static generator(void, const char *) catching_pointer(void) {
  int err;
  const char *s = gen_catch(err, yield);
  EXPECT(err == 5 && !s);
  s = gen_catch(err, yield);
  EXPECT(err == 0 && !strcmp(s, "s"));
}

// err can be any int lvalue, evaluated each time anew.
struct codes {
  int first[2];
};
static generator(int) lvalues(struct codes *codes) {
  int i = 0, *p = codes->first;
  gen_catch(codes->first[0], yield 1);
  gen_catch(p[1], yield 2);
  gen_catch(*(p + i), yield 3);
}

static generator(int) uncaught(void) { yield 2; }
static generator(int) with_effects(struct codes *codes) {
  int i = 0;
  gen_catch(codes->first[i++], yield 1);
  EXPECT(i == 1);
  gen_catch(codes->first[i++], yield from uncaught());
  EXPECT(i == 2);
}

// When it is closed, err is neither written nor evaluated: what it names may be
// gone.
static int *evaluated(int *code) {
  note("evaluated");
  return code;
}
static generator(int) until_closed(int *code) {
  gen_catch(*evaluated(code), yield 1);
  gen_catch(*evaluated(code), yield from uncaught());
}

// In expressions; two in one; with a macro around it.
#define TRY(e) gen_catch(err, e)
static generator(int, int) expressions(void) {
  int err, other;
  if (TRY(yield 1) == 0 && err == 4)
    note("caught in if");
  int sum = gen_catch(err, yield 2) + gen_catch(other, yield 3);
  note_number("sum ", sum);
  note_number("err ", err);
  note_number("other ", other);
  yield gen_catch(err, yield err ? 4 : 5);
}

// Only that yield: another, also in the operand, is not guarded.
static generator(int, int) operand(void) {
  int err;
  gen_catch(err, yield yield 1);
  note("caught");
  yield 3;
}
// Nor is what was caught there again without it.
static generator(int) once(void) {
  int err;
  gen_catch(err, yield 1);
  yield 2;
  note("not reached");
}

static generator(int, void, int) inner(int fail) {
  GUARD guard = 2;
  yield 1;
  if (fail)
    gen_fail(fail);
  return 5;
}
static generator(int) delegating(int fail) {
  GUARD guard = 1;
  int err = -1, r = gen_catch(err, yield from inner(fail));
  note_number("r ", r);
  note_number("err ", err);
  yield 2;
}
static generator(int) catch_and_fail_again(void) {
  int err;
  gen_catch(err, yield 1);
  if (err)
    gen_fail(err + 1);
}

static void test_throwing(void) {
  int x;
  generator(int, int) g = catching();
  EXPECT(gen_next(g, &x) && x == -11);
  EXPECT(gen_send(g, 4, &x) && x == 4); // err 0
  EXPECT(gen_throw(g, 7, &x) && x == 70); // value 0
  EXPECT(gen_next(g, &x) && x == 0);
  EXPECT(gen_throw(g, -3) && gen_throw(g, 2, &x) && x == 20);
  EXPECT_NOTES("err 0 err 7 err 0 err -3 err 2");
  EXPECT(gen_error(g) == 0 && gen_state(g) == GEN_SUSPENDED);
  gen_close(g);
  EXPECT_NOTES("~1");

  generator(int) v = catching_void();
  EXPECT(gen_next(v) && gen_throw(v, 6, &x) && x == 2 && !gen_next(v));
  EXPECT_NOTES("6 0");
  gen_close(v);

  generator(int, struct triple) t = catching_struct();
  EXPECT(gen_next(t) && gen_throw(t, 6, &x) && x == 0);
  EXPECT(gen_next(t, &x) && x == 6);
  gen_close(t);
  t = catching_struct();
  EXPECT(gen_next(t) && gen_send(t, ((struct triple){1, 2, 3}), &x) && x == 6);
  EXPECT(gen_next(t, &x) && x == 0);
  gen_close(t);

  generator(void, const char *) p = catching_pointer();
  EXPECT(gen_next(p) && gen_throw(p, 5) && !gen_send(p, "s"));
  EXPECT(gen_state(p) == GEN_RETURNED);
  gen_close(p);

  struct codes codes = {{-1, -1}};
  v = lvalues(&codes);
  EXPECT(gen_next(v) && gen_throw(v, 1) && gen_throw(v, 2));
  EXPECT(codes.first[0] == 1 && codes.first[1] == 2);
  EXPECT(!gen_next(v) && codes.first[0] == 0);
  gen_close(v);
  codes.first[1] = -1;
  v = with_effects(&codes);
  EXPECT(gen_next(v) && gen_throw(v, 3) && !gen_throw(v, 4));
  EXPECT(gen_state(v) == GEN_RETURNED);
  EXPECT(codes.first[0] == 3 && codes.first[1] == 4);
  gen_close(v);

  int code = -1;
  v = until_closed(&code);
  EXPECT(gen_next(v));
  gen_close(v);
  EXPECT_NOTES("");
  EXPECT(code == -1);
  v = until_closed(&code);
  EXPECT(gen_next(v) && gen_next(v));
  EXPECT_NOTES("evaluated");
  EXPECT(code == 0);
  code = -1;
  gen_close(v);
  EXPECT_NOTES("");
  EXPECT(code == -1);
}

static void test_expressions(void) {
  int x;
  generator(int, int) g = expressions();
  EXPECT(gen_next(g) && gen_throw(g, 4, &x) && x == 2);
  EXPECT_NOTES("caught in if");
  EXPECT(gen_throw(g, 8, &x) && x == 3 && gen_send(g, 30, &x) && x == 4);
  EXPECT_NOTES("sum 30 err 8 other 0");
  EXPECT(gen_send(g, 44, &x) && x == 44 && !gen_next(g));
  gen_close(g);

  g = operand();
  EXPECT(gen_next(g) && gen_send(g, 9, &x) && x == 9);
  EXPECT(gen_throw(g, 1, &x) && x == 3);
  EXPECT_NOTES("caught");
  gen_close(g);
  g = operand();
  EXPECT(gen_next(g) && !gen_throw(g, 1) && gen_error(g) == 1);
  EXPECT_NOTES("");
  gen_close(g);

  generator(int) o = once();
  EXPECT(gen_next(o) && gen_throw(o, 1, &x) && x == 2);
  EXPECT(!gen_throw(o, 2) && gen_error(o) == 2);
  EXPECT_NOTES("");
  gen_close(o);

  o = catch_and_fail_again();
  EXPECT(gen_next(o) && !gen_throw(o, 10) && gen_error(o) == 11);
  gen_close(o);
}

static void test_delegating(void) {
  int x;
  generator(int) g = delegating(0);
  EXPECT(gen_next(g) && gen_next(g, &x) && x == 2);
  EXPECT_NOTES("~2 r 5 err 0");
  gen_close(g);
  EXPECT_NOTES("~1");
  g = delegating(9);
  EXPECT(gen_next(g) && gen_next(g, &x) && x == 2);
  EXPECT_NOTES("~2 r 0 err 9");
  gen_close(g);
  EXPECT_NOTES("~1");
  // Thrown: into the innermost, which does not catch it.
  g = delegating(0);
  EXPECT(gen_next(g) && gen_throw(g, 3, &x) && x == 2);
  EXPECT_NOTES("~2 r 0 err 3");
  gen_close(g);
  EXPECT_NOTES("~1");
  // A close is not caught.
  g = delegating(0);
  EXPECT(gen_next(g));
  gen_close(g);
  EXPECT_NOTES("~2 ~1");
}

int main(void) {
  test_throwing();
  test_expressions();
  test_delegating();
}
