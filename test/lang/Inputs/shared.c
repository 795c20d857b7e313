// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared.h"

extern inline generator(int) external_inline(int n);

static generator(int) up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}
generator(int) defined_elsewhere(int n) { yield from up_to(n); }
generator(int) (*const pointer_elsewhere)(int n) = up_to;
int sum_elsewhere(generator(int) g) {
  int sum = 0;
  foreach (x, g)
    sum += x;
  return sum;
}
