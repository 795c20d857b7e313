// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Generators with record parameters, and records as values.
// RUN: %fused %s

#include "Inputs/fused.h"

struct point {
  double x, y;
};
struct walk {
  struct point start, step, rest[4];
  int count;
};
struct path {
  struct point points[8];
};

static generator(struct point) points(struct walk walk) {
  for (int i = 0; i < walk.count; ++i) {
    yield walk.start;
    walk.start.x += walk.step.x;
    walk.start.y += walk.step.y;
  }
}
static generator(struct path) paths(struct walk walk, int n) {
  while (n-- > 0) {
    struct path path = {0};
    foreach (p, points(walk))
      path.points[n] = p;
    yield path;
  }
}

__attribute__((noinline)) static double sum(int n) {
  struct walk walk = {{0, 1}, {1, 2}, {{0, 0}}, n};
  double sum = 0;
  foreach (p, points(walk))
    sum += p.x + 100 * p.y;
  return sum;
}
__attribute__((noinline)) static double last(int n) {
  struct walk walk = {{0, 1}, {1, 2}, {{0, 0}}, n};
  double sum = 0;
  foreach (p, paths(walk, 2))
    for (int i = 0; i < 8; ++i)
      sum += (i + 1) * p.points[i].x;
  return sum;
}

int main(void) {
  EXPECT(sum(3) == 3 + 900 && last(3) == 2 * 2 + 1 * 2);
  EXPECT_ALLOCATIONS(0);
}
