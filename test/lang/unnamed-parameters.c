// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parameters without a name (C23, and in Clang before) are owned and copied as
// others are.
// RUN: %levels %s -std=c23
// RUN: %levels %s --levels 0 -Wno-c23-extensions

#include "../expect.h"
#include <yieldc.h>

struct record {
  int values[30];
};

static generator(int) source(int n) {
  GUARD guard = n;
  yield n;
  yield n;
}
static generator(int) begun(int n) {
  generator(int) g = source(n);
  EXPECT(gen_next(g));
  return g;
}
static generator(int) ignoring(int, generator(int), struct record, const char *,
                               generator(int), int n) {
  yield n;
}
static generator(int) nothing(void) { yield 1; }
static generator(int) array_and_function(int[], int(void), int x) { yield x; }

int main(void) {
  struct record r = {{1}};
  generator(int) g = ignoring(1, begun(2), r, "", begun(3), 4);
  int x;
  EXPECT(gen_next(g, &x) && x == 4 && !gen_next(g));
  EXPECT_NOTES("~2 ~3");
  gen_close(g);
  gen_close(ignoring(1, begun(2), r, "", begun(3), 4));
  EXPECT_NOTES("~2 ~3");
  foreach (y, nothing())
    EXPECT(y == 1);
  foreach (y, array_and_function(0, 0, 5))
    EXPECT(y == 5);
}
