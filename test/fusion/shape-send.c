// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local handle that is sent to, and that tells its result.
// RUN: %fused %s

#include "Inputs/fused.h"

typedef generator(int, int, int) talk;

static talk adder(int limit) {
  int sum = 0;
  while (sum < limit)
    sum += yield sum;
  return sum * 2;
}

__attribute__((noinline)) static int converse(int n) {
  talk g = adder(n);
  int x = -1, result = -1;
  EXPECT(!gen_send(g, 1, &x) && gen_error(g) == EINVAL && x == -1);
  EXPECT(gen_next(g, &x) && x == 0 && !gen_error(g));
  for (int i = 1; gen_send(g, i, &x); ++i)
    EXPECT(x == i * (i + 1) / 2);
  EXPECT(!gen_send(g, 3) && gen_result(g, &result));
  gen_close(g);
  return result;
}

int main(void) {
  EXPECT(converse(10) == 20 && converse(1) == 2);
  EXPECT_ALLOCATIONS(0);
}
