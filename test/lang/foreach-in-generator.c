// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a generator function a foreach without err fails it with its source's code
// at once; a close of it closes the source first.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int) source(int n, int fail) {
  GUARD guard = 1;
  for (int i = 1; i <= n; ++i)
    yield i;
  if (fail)
    gen_fail(fail);
}
static generator(int) doubling(generator(int) g) {
  GUARD guard = 2;
  foreach (x, g)
    yield 2 * x;
  note("after");
}
static generator(int) reporting(generator(int) g) {
  int err;
  foreach (x, g, err)
    yield x;
  yield -err;
}
static generator(int) nested(int inner_fails) {
  GUARD guard = 3;
  foreach (x, source(2, 0)) {
    GUARD each = 4;
    foreach (y, source(x, inner_fails))
      yield 10 * x + y;
  }
}
static generator(int) leaving(int how) {
  GUARD guard = 2;
  foreach (x, source(9, 8)) {
    yield x;
    if (how == 1)
      break;
    if (how == 2)
      return;
    if (how == 3)
      gen_fail(33);
    if (how == 4)
      goto out;
  }
  note("behind");
out:
  yield 0;
}
static generator(int, void, int) returning(void) {
  foreach (x, source(3, 0)) {
    if (x == 2)
      return x;
    yield x;
  }
}
// An ordinary function in the same file has no generator to fail.
static int total(generator(int) g) {
  int sum = 0, err;
  foreach (x, g, err)
    sum += x;
  return err ? -err : sum;
}
// Over itself, which is running: it fails, and lives until it is closed.
static generator(int) over_itself(generator(int) *mine) {
  GUARD guard = 5;
  yield 1;
  foreach (x, *mine)
    yield x;
  note("not reached");
}
static generator(int) without_source(void) {
  foreach (x, (generator(int))0)
    yield x;
}

static void close_after(generator(int) g, int values) {
  for (int i = 0; i < values; ++i)
    EXPECT(gen_next(g));
  note("|");
  gen_close(g);
}

int main(void) {
  EXPECT(total(doubling(source(3, 0))) == 12);
  EXPECT_NOTES("~1 after ~2");
  EXPECT(total(doubling(source(3, 7))) == -7);
  EXPECT_NOTES("~1 ~2");
  EXPECT(total(doubling(doubling(source(0, 7)))) == -7);
  EXPECT_NOTES("~1 ~2 ~2");
  EXPECT(total(reporting(source(2, 5))) == 1 + 2 - 5);
  EXPECT_NOTES("~1");
  EXPECT(total(nested(0)) == 11 + 21 + 22);
  EXPECT_NOTES("~1 ~4 ~1 ~4 ~1 ~3");
  EXPECT(total(nested(6)) == -6);
  EXPECT_NOTES("~1 ~4 ~1 ~3");
  EXPECT(total(without_source()) == -ENOMEM);

  generator(int) itself;
  itself = over_itself(&itself);
  EXPECT(gen_next(itself) && !gen_next(itself) && gen_error(itself) == EBUSY);
  EXPECT_NOTES("~5");
  gen_close(itself);

  close_after(doubling(source(3, 0)), 0);
  EXPECT_NOTES("|");
  close_after(doubling(source(3, 0)), 1);
  EXPECT_NOTES("| ~1 ~2");
  close_after(doubling(doubling(source(3, 0))), 2);
  EXPECT_NOTES("| ~1 ~2 ~2");
  close_after(nested(0), 2);
  EXPECT_NOTES("~1 ~4 | ~1 ~4 ~1 ~3");

  // The code reaches the generator before it would have gone on.
  EXPECT(total(leaving(0)) == -8);
  EXPECT_NOTES("~1 ~2");
  EXPECT(total(leaving(1)) == 1);
  EXPECT_NOTES("~1 behind ~2");
  EXPECT(total(leaving(2)) == 1);
  EXPECT_NOTES("~1 ~2");
  EXPECT(total(leaving(3)) == -33);
  EXPECT_NOTES("~1 ~2");
  EXPECT(total(leaving(4)) == 1);
  EXPECT_NOTES("~1 ~2");

  generator(int, void, int) r = returning();
  int x;
  EXPECT(gen_next(r) && !gen_next(r) && gen_result(r, &x) && x == 2);
  EXPECT_NOTES("~1");
  gen_close(r);

  // A throw at the yield in the loop's body closes the source, and is not its
  // failure.
  generator(int) g = doubling(source(3, 0));
  EXPECT(gen_next(g) && !gen_throw(g, 4) && gen_error(g) == 4);
  EXPECT_NOTES("~1 ~2");
  gen_close(g);
}
