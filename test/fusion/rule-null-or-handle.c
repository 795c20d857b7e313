// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable that may be null or hold the handle is resumed, sent to, thrown into
// and closed as what it is at that time; the instance may live on elsewhere.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int, int) talk;

static talk source(int n) {
  GUARD guard = n;
  for (; guard > 0; --guard)
    yield guard;
}

__attribute__((noinline)) static int made_or_not(int n) {
  talk g = n ? source(n) : 0;
  int count = 0;
  while (gen_next(g))
    ++count;
  count += 100 * gen_error(g);
  gen_close(g);
  return count;
}

/// In the second pass g is null, and h is the handle that it was.
__attribute__((noinline)) static int moved(int n, int how) {
  gen_auto talk g = source(n);
  gen_auto talk h = 0;
  int resumed = 0;
  for (int i = 0; i < 2; ++i) {
    if (i == 1) {
      EXPECT(how == 0 || !gen_next(g));
      EXPECT(how == 1 || !gen_send(g, 1));
      EXPECT(how == 2 || !gen_throw(g, 3));
      EXPECT(gen_error(g) == ENOMEM && gen_state(g) == GEN_FAILED);
      gen_close(g);
    } else {
      h = gen_move(g);
    }
    resumed += gen_next(h);
  }
  return resumed;
}

int main(void) {
  EXPECT(made_or_not(3) == 3);
  EXPECT_NOTES("~0");
  EXPECT(made_or_not(0) == 100 * ENOMEM);
  EXPECT_NOTES("");
  for (int how = 0; how < 3; ++how) {
    EXPECT(moved(5, how) == 2);
    EXPECT_NOTES("~4");
  }
}
