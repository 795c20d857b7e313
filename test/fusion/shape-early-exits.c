// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A foreach that is left by break, return and goto, with a cleanup in the generator.
// RUN: %fused %s

#include "Inputs/fused.h"

static int open;
static void close_it(const int *unused) { --open, (void)unused; }

static ints guarded(int n) {
  __attribute__((cleanup(close_it), unused)) int guard = ++open;
  for (int i = 0; i < n; ++i)
    yield i;
}

__attribute__((noinline)) static int by_break(int n) {
  int last = -1;
  foreach (x, guarded(n)) {
    last = x;
    if (x == 3)
      break;
  }
  return last;
}
__attribute__((noinline)) static int by_return(int n) {
  foreach (x, guarded(n))
    if (x == 2)
      return x + 10;
  return -1;
}
__attribute__((noinline)) static int by_goto(int n) {
  int result = 0;
  foreach (x, guarded(n))
    foreach (y, guarded(n)) {
      result = x * 10 + y;
      if (x + y == 4)
        goto found;
    }
  result += 1000;
found:
  return result;
}

int main(void) {
  EXPECT(by_break(9) == 3 && !open && by_break(2) == 1 && !open);
  EXPECT(by_return(9) == 12 && !open && by_return(1) == -1 && !open);
  EXPECT(by_goto(4) == 13 && !open && by_goto(2) == 1011 && !open);
  EXPECT_ALLOCATIONS(0);
}
