// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_next into an element of an array, a member behind a pointer, and a variable whose address is known.
// RUN: %fused %s

#include "Inputs/fused.h"

struct cursor {
  int before, at;
};

__attribute__((noinline)) static int fill(int *items, int n) {
  ints g = range(1, 100);
  int i = 0;
  while (i < n && gen_next(g, &items[i]))
    ++i;
  gen_close(g);
  return i;
}
__attribute__((noinline)) static int advance(struct cursor *cursor, int n) {
  gen_auto ints g = range(0, n);
  while (gen_next(g, &cursor->at))
    cursor->before += cursor->at;
  return cursor->before;
}
static int *shown;
__attribute__((noinline)) static void show(int *x) { shown = x; }
__attribute__((noinline)) static int through_pointer(int n) {
  gen_auto ints g = range(0, n);
  int x = 7, sum = 0;
  show(&x);
  while (gen_next(g, &x))
    sum += *shown;
  return sum;
}

int main(void) {
  int items[4] = {0};
  struct cursor cursor = {0, 0};
  EXPECT(fill(items, 4) == 4 && items[0] == 1 && items[3] == 4);
  EXPECT(advance(&cursor, 4) == 6 && cursor.at == 3);
  EXPECT(through_pointer(5) == 10);
  EXPECT_ALLOCATIONS(0);
}
