// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local handle that is closed in each state runs the cleanups it has reached.
// RUN: %fused %s

#include "Inputs/fused.h"

static ints guarded(int n) {
  GUARD outer = 1;
  yield n;
  {
    GUARD inner = 2;
    yield n + 1;
  }
}

__attribute__((noinline)) static void take(int n) {
  ints g = guarded(n);
  for (int i = 0; i < n; ++i)
    gen_next(g);
  gen_close(g);
}

int main(void) {
  take(0);
  EXPECT_NOTES("");
  take(1);
  EXPECT_NOTES("~1");
  take(2);
  EXPECT_NOTES("~2 ~1");
  take(3);
  EXPECT_NOTES("~2 ~1");
  EXPECT_ALLOCATIONS(0);
}
