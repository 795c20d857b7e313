// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C2Y's _Defer runs once, as a cleanup does.
// REQUIRES: llvm-22
// RUN: %levels %s -fdefer-ts

#include "../expect.h"
#include <yieldc.h>

static generator(int) deferring(int fail) {
  int n = 1;
  _Defer note_number("outer ", n);
  yield 1;
  n = 2;
  for (int i = 0; i < 2; ++i) {
    _Defer {
      // What is the defer's own: control flow, and an expression statement.
      if (i)
        note("second");
      else
        note("first");
    }
    _Defer note("innermost");
    yield 2;
    if (fail)
      gen_fail(5);
  }
  yield 3;
}

static void close_after(int values) {
  generator(int) g = deferring(0);
  for (int i = 0; i < values; ++i)
    EXPECT(gen_next(g));
  note("|");
  gen_close(g);
}

int main(void) {
  close_after(0);
  EXPECT_NOTES("|");
  close_after(1);
  EXPECT_NOTES("| outer 1");
  close_after(2);
  EXPECT_NOTES("| innermost first outer 2");
  close_after(3);
  EXPECT_NOTES("innermost first | innermost second outer 2");
  foreach (x, deferring(0))
    (void)x;
  EXPECT_NOTES("innermost first innermost second outer 2");
  int err;
  foreach (x, deferring(1), err)
    (void)x;
  EXPECT(err == 5);
  EXPECT_NOTES("innermost first outer 2");
  generator(int) g = deferring(0);
  EXPECT(gen_next(g) && gen_next(g) && !gen_throw(g, 9) && gen_error(g) == 9);
  EXPECT_NOTES("innermost first outer 2");
  gen_close(g);
  EXPECT_NOTES("");
}
