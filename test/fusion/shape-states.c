// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local handle that is asked for its state, its error and its result.
// RUN: %fused %s

#include "Inputs/fused.h"

typedef generator(int, void, int) counted;

static counted count_to(int n) {
  for (int i = 0; i < n; ++i) {
    if (i == 3)
      gen_fail(33);
    yield i;
  }
  return n;
}

__attribute__((noinline)) static int ask(int n) {
  counted g = count_to(n);
  int result = -1;
  EXPECT(gen_state(g) == GEN_CREATED && !gen_error(g));
  EXPECT(!gen_result(g, &result));
  while (gen_next(g))
    EXPECT(gen_state(g) == GEN_SUSPENDED && !gen_result(g, &result));
  if (gen_error(g)) {
    EXPECT(gen_state(g) == GEN_FAILED && !gen_result(g, &result));
    result = gen_error(g);
  } else {
    EXPECT(gen_state(g) == GEN_RETURNED && gen_result(g, &result));
  }
  gen_close(g);
  return result;
}

int main(void) {
  EXPECT(ask(2) == 2 && ask(0) == 0 && ask(5) == 33);
  EXPECT_ALLOCATIONS(0);
}
