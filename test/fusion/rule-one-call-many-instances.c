// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One call is not one instance: those alive at once, made by the same call in a
// loop, do not share their locals, whatever becomes of their handles.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int) ints;

static ints guarded(int n) {
  GUARD guard = n;
  while (guard % 10 < 3) {
    ++guard;
    yield guard;
  }
}

/// Each but the first is dropped in the pass that made it.
__attribute__((noinline)) static int keep_first(void) {
  gen_auto ints first = 0;
  int resumed = 0;
  for (int i = 1; i < 4; ++i) {
    ints g = guarded(i * 10);
    gen_next(g);
    if (i == 1)
      first = g;
    else
      gen_close(g);
    resumed += gen_next(first);
  }
  return resumed;
}
/// The last one takes the place of the one before.
__attribute__((noinline)) static int keep_last(int n) {
  ints kept = 0;
  int resumed = 0;
  for (int i = 1; i <= n; ++i) {
    ints g = guarded(i * 10);
    gen_next(g);
    resumed += gen_next(kept);
    gen_close(kept);
    kept = g;
  }
  gen_close(kept);
  return resumed;
}
/// Two variables that swap.
__attribute__((noinline)) static void swapped(void) {
  gen_auto ints a = 0;
  gen_auto ints b = 0;
  for (int i = 1; i < 3; ++i) {
    a = b;
    b = guarded(i * 10);
    gen_next(b);
  }
  gen_next(a);
  gen_next(a);
  gen_next(b);
}
/// By goto, behind the variable's back.
__attribute__((noinline)) static void jumping(void) {
  ints first = 0, g;
  int i = 0;
again:
  g = guarded(++i * 10);
  gen_next(g);
  if (!first) {
    first = g;
    goto again;
  }
  gen_next(first);
  gen_close(g);
  gen_next(first);
  gen_close(first);
}
/// Closed on one way only: on the other both are alive.
__attribute__((noinline)) static void sometimes_closed(int which) {
  ints other = 0;
  for (int i = 0; i < 3; ++i) {
    ints g = guarded(i * 10);
    gen_next(g);
    if (i == which) {
      other = g;
      continue;
    }
    gen_next(other);
    gen_close(g);
  }
  gen_close(other);
}
/// A consumer that calls itself has one for each call of it.
__attribute__((noinline)) static int nested(int depth) {
  int sum = 0;
  foreach (x, guarded(depth * 10)) {
    sum = sum * 7 + x;
    if (depth < 2)
      sum += nested(depth + 1);
  }
  return sum;
}

static int nested_as_expected(int depth) {
  int sum = 0;
  for (int x = depth * 10 + 1; x <= depth * 10 + 3; ++x) {
    sum = sum * 7 + x;
    if (depth < 2)
      sum += nested_as_expected(depth + 1);
  }
  return sum;
}

int main(void) {
  EXPECT(keep_first() == 2);
  EXPECT_NOTES("~21 ~31 ~13");
  EXPECT(keep_last(3) == 2);
  EXPECT_NOTES("~12 ~22 ~31");
  swapped();
  EXPECT_NOTES("~22 ~13");
  jumping();
  EXPECT_NOTES("~21 ~13");
  sometimes_closed(0);
  EXPECT_NOTES("~11 ~21 ~3");
  sometimes_closed(1);
  EXPECT_NOTES("~1 ~21 ~12");
  EXPECT(nested(0) == nested_as_expected(0));
}
