// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator function can make generators of itself; each has its own locals.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

struct node {
  int value;
  struct node *left, *right;
};

static generator(int) in_order(const struct node *n) {
  if (!n)
    return;
  yield from in_order(n->left);
  yield n->value;
  yield from in_order(n->right);
}
static generator(int) by_loops(const struct node *n) {
  if (n) {
    foreach (x, by_loops(n->left))
      yield x;
    yield n->value;
    foreach (x, by_loops(n->right))
      yield x;
  }
}

// Mutual recursion.
static generator(int) odd(int n);
static generator(int) even(int n) {
  yield n;
  if (n)
    yield from odd(n - 1);
}
static generator(int) odd(int n) {
  yield -n;
  if (n)
    yield from even(n - 1);
}

// All permutations, in the caller's array.
static generator(void) permutations(int *a, int n) {
  if (n <= 1) {
    yield;
    return;
  }
  for (int i = 0; i < n; ++i) {
    int last = a[n - 1];
    a[n - 1] = a[i];
    a[i] = last;
    yield from permutations(a, n - 1);
    last = a[n - 1];
    a[n - 1] = a[i];
    a[i] = last;
  }
}

static generator(int) handed_itself(int depth, generator(int) below) {
  GUARD guard = depth;
  yield depth;
  if (depth < 3)
    yield from handed_itself(depth + 1, gen_move(below));
  else
    yield from below;
}

int main(void) {
  struct node nodes[7];
  for (int i = 0; i < 7; ++i)
    nodes[i] = (struct node){i, 0, 0};
  nodes[3].left = &nodes[1], nodes[3].right = &nodes[5];
  nodes[1].left = &nodes[0], nodes[1].right = &nodes[2];
  nodes[5].left = &nodes[4], nodes[5].right = &nodes[6];
  foreach (x, in_order(&nodes[3]))
    note_number("", x);
  foreach (x, by_loops(&nodes[3]))
    note_number("", x);
  EXPECT_NOTES("0 1 2 3 4 5 6 0 1 2 3 4 5 6");
  foreach (x, in_order(&nodes[3]))
    if (x == 2)
      break;
  foreach (x, even(3))
    note_number("", x);
  EXPECT_NOTES("3 -2 1 0");

  int a[] = {1, 2, 3, 4}, count = 0, seen[4][5] = {{0}};
  generator(void) g = permutations(a, 4);
  for (; gen_next(g); ++count)
    for (int i = 0; i < 4; ++i)
      ++seen[i][a[i]];
  gen_close(g);
  EXPECT(count == 24 && a[0] == 1 && a[3] == 4);
  for (int i = 0; i < 4; ++i)
    for (int v = 1; v <= 4; ++v)
      EXPECT(seen[i][v] == 6);

  foreach (x, handed_itself(1, even(1)))
    note_number("", x);
  EXPECT_NOTES("1 2 3 1 0 ~3 ~2 ~1");
  generator(int) h = handed_itself(1, even(1));
  for (int i = 0; i < 4; ++i)
    EXPECT(gen_next(h));
  gen_close(h);
  EXPECT_NOTES("~3 ~2 ~1");
}
