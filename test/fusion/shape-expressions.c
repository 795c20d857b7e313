// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Generator expressions, nested, in a pipeline, with what they capture, and left early.
// RUN: %fused %s

#include "Inputs/fused.h"

__attribute__((noinline)) static int on_the_spot(int n, int k) {
  int sum = 0;
  foreach (x, gen_expr(x * k + 1, for (x, range(0, n)), if (x & 1)))
    sum += x;
  return sum;
}

__attribute__((noinline)) static long five(int n, int k) {
  long sum = 0;
  ints scaled = gen_expr(x * k, for (x, range(0, n)));
  ints next = gen_expr(x + 1, for (x, scaled), if (x % 3));
  generator(long) wide = gen_expr((long)x, for (x, next));
  generator(long) some = gen_expr(x - k, for (x, wide), if (x != 8));
  foreach (x, gen_expr(x * x, for (x, some)))
    sum += x;
  return sum;
}

__attribute__((noinline)) static int nested(int n, int most) {
  int sum = 0;
  foreach (x, gen_expr(x * 2, for (x, gen_expr(y + 1, for (y, range(0, n))))))
    sum += x;
  foreach (x, gen_expr(10 * x + y, for (x, range(0, n)), for (y, range(0, x)), if (x != y + 1))) {
    if (x > most)
      break;
    sum += x;
  }
  return sum;
}

static ints in_generator(int n, int k) {
  foreach (x, gen_expr(x + k, for (x, range(0, n)), if (x != k)))
    yield x;
}

__attribute__((noinline)) static int of_generator(int n) {
  int sum = 0;
  foreach (x, in_generator(n, 2))
    sum += x;
  return sum;
}

int main(void) {
  EXPECT(on_the_spot(6, 10) == 11 + 31 + 51);
  EXPECT(five(5, 2) == 1 * 1 + 3 * 3 + 7 * 7); // of 2 4 8, then 3 5 9
  EXPECT(nested(4, 30) == 2 + 4 + 6 + 8 + 20 + 30);
  EXPECT(of_generator(4) == 2 + 3 + 5);
  EXPECT_ALLOCATIONS(0);
}
