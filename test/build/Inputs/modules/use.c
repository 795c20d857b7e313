// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What numbers.h has is used; nothing of it is named here but what a macro or
// a typedef there names.

#ifndef PRECOMPILED
#include <numbers.h>
#endif

ints declared(int n) {
  yield from and_twice(up_to(n));
  yield total(n);
}

static long last(pairs p) {
  struct pair got = {0, 0};
  long result = 0;
  gen_next(p, &got);
  while (gen_send(p, got.first + 1, &got))
    ;
  gen_result(p, &result);
  gen_close(p);
  return result;
}

int main(void) {
  int sum = 0;
  ints g = declared(3);
  for (int x; gen_next(g, &x);)
    sum = 10 * sum + x;
  gen_close(g);
  if (sum != 1224369)
    abort();
  return last(sums(3)) != 6;
}
