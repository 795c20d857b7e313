// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a nested block literal `return` is the block's own, and so is a foreach that
// does not ask about failures.
// RUN: %levels %s -fblocks

#include "../expect.h"
#include <yieldc.h>

// What the blocks runtime would define.
void *_NSConcreteStackBlock[32], *_NSConcreteGlobalBlock[32];

static int apply(int (^block)(int), int n) { return block(n); }

static generator(int, void, int) body(int n) {
  int (^twice)(int) = ^(int v) {
    if (v < 0)
      return -1;
    return 2 * v;
  };
  yield twice(n);
  yield twice(-n);
  int k = n;
  yield apply(^(int v) { return v + k; }, 10);
  yield apply(^int(int v) { return v ^ k; }, 1); // with a type; and an xor
  ^{
    if (k)
      return;
    note("not reached");
  }();
  yield ^{ return 7; }();
  struct pair {
    int left, right;
  };
  yield k ^ (struct pair){(yield 9, 3), 1}.left; // an xor, not a block
  return n ^ 1;
}

void gen_unhandled(int code, const char *file, int line) {
  (void)file, (void)line;
  note_number("unhandled ", code);
}
static generator(int) failing(int code) {
  yield 1;
  gen_fail(code);
}
static generator(int) loops(void) {
  int n = ^{
    int sum = 0;
    foreach (x, failing(6))
      sum += x;
    return sum;
  }();
  note("on");
  yield n;
}

int main(void) {
  generator(int, void, int) g = body(4);
  static const int expected[] = {8, -1, 14, 5, 7, 9, 4 ^ 3};
  int x, r;
  for (int i = 0; i < 7; ++i)
    EXPECT(gen_next(g, &x) && x == expected[i]);
  EXPECT(!gen_next(g) && gen_result(g, &r) && r == 5);
  EXPECT_NOTES("");
  gen_close(g);
  foreach (y, loops())
    EXPECT(y == 1);
  EXPECT_NOTES("unhandled 6 on");
}
