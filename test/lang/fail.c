// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_fail(code) finishes the generator as failed, from anywhere in its body; a
// code of 0 counts as EINVAL.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int, void, int) fails(int code) {
  GUARD guard = 1;
  yield 1;
  gen_fail(code);
  note("not reached");
  return 1;
}
static generator(int) at_once(void) {
  gen_fail(ERANGE);
  yield 1;
}
static generator(void) in_expressions(int n) {
  yield;
  n == 1 ? gen_fail(n) : (void)0;
  (void)(n == 2 && (gen_fail(n), 1));
  for (;; gen_fail(n))
    if (n == 3)
      continue;
    else
      break;
  if (n == 4)
    gen_fail(n);
  else
    note("else");
  int x = ({
    if (n == 5)
      gen_fail(n);
    n;
  });
  note_number("", x);
}
static int evaluated;
static generator(int) once(void) {
  yield 1;
  gen_fail(++evaluated);
}
static generator(int, int) of_yield(void) { gen_fail(yield 1); }

/// The code it fails with after one value.
static int code_of(generator(void) g) {
  EXPECT(gen_next(g) && !gen_next(g));
  int code = gen_error(g);
  EXPECT(gen_state(g) == (code ? GEN_FAILED : GEN_RETURNED));
  gen_close(g);
  return code;
}

int main(void) {
  static const int codes[] = {EIO, -1, 1, 123456789, -2147483647 - 1};
  for (int i = 0; i < 5; ++i) {
    generator(int, void, int) g = fails(codes[i]);
    int x = 0, r = 7;
    EXPECT(gen_next(g, &x) && x == 1 && gen_error(g) == 0);
    EXPECT(!gen_next(g, &x) && x == 1 && gen_error(g) == codes[i]);
    EXPECT_NOTES("~1");
    EXPECT(gen_state(g) == GEN_FAILED && !gen_result(g, &r) && r == 7);
    EXPECT(!gen_next(g) && gen_error(g) == codes[i]);
    gen_close(g);
    EXPECT_NOTES("");
  }

  generator(int, void, int) zero = fails(0);
  EXPECT(gen_next(zero) && !gen_next(zero) && gen_error(zero) == EINVAL);
  EXPECT(gen_state(zero) == GEN_FAILED);
  gen_close(zero);
  EXPECT_NOTES("~1");

  generator(int) g = at_once();
  EXPECT(gen_error(g) == 0 && !gen_next(g) && gen_error(g) == ERANGE);
  gen_close(g);

  for (int n = 1; n <= 3; ++n)
    EXPECT(code_of(in_expressions(n)) == n);
  EXPECT_NOTES("");
  EXPECT(code_of(in_expressions(4)) == 4);
  EXPECT_NOTES("");
  EXPECT(code_of(in_expressions(5)) == 5);
  EXPECT_NOTES("else");
  EXPECT(code_of(in_expressions(6)) == 0);
  EXPECT_NOTES("else 6");

  g = once();
  EXPECT(gen_next(g) && !gen_next(g) && gen_error(g) == 1 && evaluated == 1);
  gen_close(g);

  generator(int, int) s = of_yield();
  EXPECT(gen_next(s) && !gen_send(s, 42) && gen_error(s) == 42);
  gen_close(s);
}
