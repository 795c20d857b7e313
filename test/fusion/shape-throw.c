// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local handle that is thrown into, with and without gen_catch.
// RUN: %fused %s

#include "Inputs/fused.h"

static ints patient(int n) {
  int error;
  while (n-- > 0) {
    gen_catch(error, yield n);
    if (error)
      n += error;
  }
}

__attribute__((noinline)) static int caught(void) {
  ints g = patient(1);
  int x = -1, y = -1;
  EXPECT(gen_next(g, &x) && x == 0);
  EXPECT(gen_throw(g, 3, &y) && !gen_error(g));
  EXPECT(gen_next(g, &x) && gen_next(g));
  EXPECT(!gen_next(g) && !gen_error(g) && !gen_throw(g, 4));
  gen_close(g);
  return y * 10 + x;
}
__attribute__((noinline)) static int uncaught(int n) {
  ints g = range(0, n);
  EXPECT(gen_next(g) && !gen_throw(g, 5) && gen_error(g) == 5);
  EXPECT(!gen_next(g) && gen_error(g) == 5 && !gen_throw(g, 0));
  EXPECT(gen_error(g) == EINVAL);
  gen_close(g);
  return n;
}
__attribute__((noinline)) static int fresh(int n) {
  ints g = range(0, n);
  EXPECT(!gen_throw(g, n) && gen_error(g) == n && gen_state(g) == GEN_FAILED);
  gen_close(g);
  return n;
}

int main(void) {
  EXPECT(caught() == 21 && uncaught(4) == 4 && fresh(6) == 6);
  EXPECT_ALLOCATIONS(0);
}
