// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A cleanup variable's cleanup runs once: on leaving the scope, or, when the
// generator is closed, thrown into or failed, innermost first; never at a
// suspension.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int) nested(int fail) {
  GUARD a = 1;
  GUARD b = 2;
  yield 1;
  {
    GUARD c = 3;
    yield 2;
    for (int i = 0; i < 2; ++i) {
      GUARD d = 4 + i;
      yield 3;
      if (fail == i + 1)
        gen_fail(fail);
    }
    yield 4;
  }
  yield 5;
  GUARD e = 6;
  yield 6;
}

// The cleanup sees the variable as it was left.
static generator(int) changing(void) {
  GUARD a = 1;
  yield 1;
  a = 10;
  yield 2;
  a = 20;
}

static generator(int) jumps(void) {
  int n = 0;
again: {
  GUARD a = 1 + n;
  yield n;
  if (++n < 3)
    goto again;
}
  for (;;) {
    GUARD b = 7;
    yield n;
    if (n++ == 3)
      continue;
    break;
  }
  note("end");
}

// A guard's scope that was not entered yet, or was already left, is no concern.
static generator(int) not_entered(int enter) {
  yield 0;
  if (enter) {
    GUARD a = 1;
    yield 1;
  }
  yield 2;
  GUARD late = 9;
  yield 3;
}

/// Closes it after so many values.
static void close_after(generator(int) g, int values) {
  for (int i = 0; i < values; ++i)
    EXPECT(gen_next(g));
  if (values)
    EXPECT(gen_state(g) == GEN_SUSPENDED);
  note("|");
  gen_close(g);
}

int main(void) {
  close_after(nested(0), 0);
  EXPECT_NOTES("|");
  close_after(nested(0), 1);
  EXPECT_NOTES("| ~2 ~1");
  close_after(nested(0), 2);
  EXPECT_NOTES("| ~3 ~2 ~1");
  close_after(nested(0), 3);
  EXPECT_NOTES("| ~4 ~3 ~2 ~1");
  close_after(nested(0), 4);
  EXPECT_NOTES("~4 | ~5 ~3 ~2 ~1");
  close_after(nested(0), 5);
  EXPECT_NOTES("~4 ~5 | ~3 ~2 ~1");
  close_after(nested(0), 6);
  EXPECT_NOTES("~4 ~5 ~3 | ~2 ~1");
  close_after(nested(0), 7);
  EXPECT_NOTES("~4 ~5 ~3 | ~6 ~2 ~1");

  // To the end; a close after it finds nothing to do.
  generator(int) g = nested(0);
  while (gen_next(g))
    ;
  EXPECT_NOTES("~4 ~5 ~3 ~6 ~2 ~1");
  gen_close(g);
  EXPECT_NOTES("");

  // A failure of its own, and one thrown in.
  g = nested(2);
  while (gen_next(g))
    ;
  EXPECT(gen_error(g) == 2);
  EXPECT_NOTES("~4 ~5 ~3 ~2 ~1");
  gen_close(g);
  EXPECT_NOTES("");
  g = nested(0);
  EXPECT(gen_next(g) && gen_next(g) && gen_next(g));
  EXPECT(!gen_throw(g, 7) && gen_error(g) == 7);
  EXPECT_NOTES("~4 ~3 ~2 ~1");
  gen_close(g);
  EXPECT_NOTES("");

  close_after(changing(), 1);
  EXPECT_NOTES("| ~1");
  close_after(changing(), 2);
  EXPECT_NOTES("| ~10");
  foreach (x, changing())
    (void)x;
  EXPECT_NOTES("~20");

  close_after(jumps(), 1);
  EXPECT_NOTES("| ~1");
  close_after(jumps(), 3);
  EXPECT_NOTES("~1 ~2 | ~3");
  close_after(jumps(), 5);
  EXPECT_NOTES("~1 ~2 ~3 ~7 | ~7");
  foreach (x, jumps())
    (void)x;
  EXPECT_NOTES("~1 ~2 ~3 ~7 ~7 end");

  close_after(not_entered(0), 2);
  EXPECT_NOTES("|");
  close_after(not_entered(1), 2);
  EXPECT_NOTES("| ~1");
  close_after(not_entered(1), 4);
  EXPECT_NOTES("~1 | ~9");
}
