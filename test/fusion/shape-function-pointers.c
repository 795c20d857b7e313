// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipeline whose stages call function pointers with a context: those calls become direct ones.
// RUN: %fused %s

#include "Inputs/fused.h"

typedef int (*function)(void *context, int x);

static ints map(function f, void *context, ints source) {
  foreach (x, source)
    yield f(context, x);
}
static ints filter(function f, void *context, ints source) {
  foreach (x, source)
    if (f(context, x))
      yield x;
}

static int times(void *context, int x) { return *(int *)context * x; }
static int count_odd(void *context, int x) {
  *(int *)context += x & 1;
  return x & 1;
}

__attribute__((noinline)) static int sum(int n, int factor, int *odd) {
  int sum = 0;
  foreach (x, map(times, &factor, filter(count_odd, odd, range(0, n))))
    sum += x;
  return sum;
}

int main(void) {
  int odd = 0;
  EXPECT(sum(6, 10, &odd) == 90 && odd == 3);
  EXPECT_ALLOCATIONS(0);
}
