// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Recursive and mutually recursive generators, and long chains of filters.
//
// RUN: %levels %s

#include <stdbool.h>
#include <stdlib.h>
#include <yieldc.h>

#include "Inputs/check.h"

// ---- In-order walk ----------------------------------------------------------

struct tree {
  int key;
  struct tree *left, *right;
};

generator(int) inorder(const struct tree *t) {
  if (t) {
    foreach (key, inorder(t->left))
      yield key;
    yield t->key;
    foreach (key, inorder(t->right))
      yield key;
  }
}

generator(int) inorder_by_delegation(const struct tree *t) {
  if (t) {
    yield from inorder_by_delegation(t->left);
    yield t->key;
    yield from inorder_by_delegation(t->right);
  }
}

/// A balanced tree of the keys first … first + n - 1, in nodes[].
static struct tree *balanced(struct tree *nodes, int first, int n) {
  if (n == 0)
    return NULL;
  nodes[n / 2].key = first + n / 2;
  nodes[n / 2].left = balanced(nodes, first, n / 2);
  nodes[n / 2].right =
      balanced(nodes + n / 2 + 1, first + n / 2 + 1, n - n / 2 - 1);
  return &nodes[n / 2];
}

static void an_inorder_walk_visits_the_keys_in_order(void) {
  struct tree nodes[100];
  const struct tree *root = balanced(nodes, 0, 100);
  int expected = 0;
  foreach (key, inorder(root))
    CHECK_EQ(key, expected++);
  CHECK_EQ(expected, 100);
  expected = 0;
  foreach (key, inorder_by_delegation(root))
    CHECK_EQ(key, expected++);
  CHECK_EQ(expected, 100);
}

static void two_walks_of_one_tree_compare_their_fringes(void) {
  struct tree nodes[31], list[31];
  int a, b, n = 0;
  const struct tree *root = balanced(nodes, 0, 31);
  for (int i = 0; i < 31; ++i)
    list[i] = (struct tree){i, NULL, i < 30 ? &list[i + 1] : NULL};
  gen_auto generator(int) one = inorder(root);
  gen_auto generator(int) other = inorder_by_delegation(list);
  while (gen_next(one, &a) && gen_next(other, &b)) {
    CHECK_EQ(a, b);
    ++n;
  }
  CHECK_EQ(n, 31);
  CHECK(!gen_next(other));
}

// ---- Permutations and combinations ------------------------------------------

/// Each order of items[at…n-1], in place; the array is restored at the end.
generator(const int *) permutations(int *items, int at, int n) {
  if (at == n) {
    yield items;
    return;
  }
  for (int i = at; i < n; ++i) {
    int swapped = items[i];
    items[i] = items[at], items[at] = swapped;
    foreach (p, permutations(items, at + 1, n))
      yield p;
    swapped = items[i];
    items[i] = items[at], items[at] = swapped;
  }
}

static void permutations_are_each_made_once(void) {
  int items[5] = {0, 1, 2, 3, 4}, count = 0;
  bool seen[3125] = {false}; // by the items as digits to the base of 5
  foreach (p, permutations(items, 0, 5)) {
    int code = 0, used = 0;
    for (int i = 0; i < 5; ++i) {
      code = code * 5 + p[i];
      used |= 1 << p[i];
    }
    CHECK_EQ(used, 31);
    CHECK(!seen[code]);
    seen[code] = true;
    ++count;
  }
  CHECK_EQ(count, 120);
  for (int i = 0; i < 5; ++i)
    CHECK_EQ(items[i], i);
}

/// Each way to choose k of the bits from `lowest` to `n` - 1.
generator(unsigned) combinations(int lowest, int n, int k) {
  if (k == 0) {
    yield 0u;
    return;
  }
  for (int first = lowest; first <= n - k; ++first)
    foreach (rest, combinations(first + 1, n, k - 1))
      yield rest | 1u << first;
}

static void combinations_are_each_made_once(void) {
  bool seen[1 << 8] = {false};
  int count = 0;
  foreach (set, combinations(0, 8, 3)) {
    CHECK_EQ(__builtin_popcount(set), 3);
    CHECK(!seen[set]);
    seen[set] = true;
    ++count;
  }
  CHECK_EQ(count, 56); // 8 * 7 * 6 / (3 * 2)
}

// ---- Searches ---------------------------------------------------------------

/// Each way to place queens on the rows from `row` to 7.
generator(const int *) queens(int *column, int row) {
  if (row == 8)
    yield column;
  else
    for (int c = 0; c < 8; ++c) {
      bool free = true;
      for (int r = 0; r < row; ++r)
        free &= column[r] != c && abs(column[r] - c) != row - r;
      if (free) {
        column[row] = c;
        foreach (board, queens(column, row + 1))
          yield board;
      }
    }
}

static void eight_queens_have_92_solutions(void) {
  int column[8], count = 0;
  foreach (board, queens(column, 0)) {
    if (count++ == 0) { // the first in lexical order
      static const int first[8] = {0, 4, 7, 5, 2, 6, 1, 3};
      CHECK(memcmp(board, first, sizeof first) == 0);
    }
  }
  CHECK_EQ(count, 92);
}

enum { SIDE = 5, SQUARES = SIDE * SIDE };
static const int moves[8][2] = {{1, 2},   {2, 1},   {2, -1}, {1, -2},
                                {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}};

static int step(int square, int move) {
  int row = square / SIDE + moves[move][0];
  int column = square % SIDE + moves[move][1];
  bool inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
  return inside ? row * SIDE + column : -1;
}

/// Each knight's tour that goes on at `square`, reached in step `n`.
generator(const int *) tours(int *reached, int square, int n) {
  reached[square] = n;
  if (n == SQUARES)
    yield reached;
  else
    for (int move = 0; move < 8; ++move) {
      int next = step(square, move);
      if (next >= 0 && !reached[next])
        yield from tours(reached, next, n + 1);
    }
  reached[square] = 0;
}

static void a_knights_tour_visits_each_square_once(void) {
  int reached[SQUARES] = {0}, count = 0;
  foreach (tour, tours(reached, 0, 1)) {
    int at[SQUARES + 1] = {0}, knight_moves = 0;
    for (int square = 0; square < SQUARES; ++square)
      at[tour[square]] = square;
    for (int n = 1; n < SQUARES; ++n)
      for (int move = 0; move < 8; ++move)
        knight_moves += step(at[n], move) == at[n + 1];
    CHECK_EQ(knight_moves, SQUARES - 1);
    if (++count == 3)
      break;
  }
  CHECK_EQ(count, 3);
  for (int square = 0; square < SQUARES;
       ++square) // nothing after the yield ran
    CHECK(reached[square] != 0);
}

// ---- Mutual recursion -------------------------------------------------------

generator(int) down_odd(int n);
generator(int) down_even(int n) {
  yield n;
  if (n > 0)
    yield from down_odd(n - 1);
}
generator(int) down_odd(int n) {
  yield -n;
  if (n > 0)
    foreach (x, down_even(n - 1))
      yield x;
}

static void mutually_recursive_ones_take_turns(void) {
  CHECK_YIELDS(down_even(6), 6, -5, 4, -3, 2, -1, 0);
  CHECK_YIELDS(down_odd(3), -3, 2, -1, 0);
}

generator(int) blue(void);
generator(int) red(void) {
  yield 1;
  yield from blue();
}
generator(int) blue(void) {
  yield 2;
  yield from red();
}

static void mutually_recursive_infinite_ones_go_on_as_long_as_asked(void) {
  int n = 0;
  foreach (x, red()) {
    CHECK_EQ(x, n % 2 + 1);
    if (++n == 500)
      break;
  }
  CHECK_EQ(n, 500);
}

// ---- Chains -----------------------------------------------------------------

generator(int) from_2(void) {
  for (int i = 2;; ++i)
    yield i;
}

generator(int) without_multiples(int p, generator(int) source) {
  foreach (x, source)
    if (x % p)
      yield x;
}

static void a_sieve_a_hundred_filters_deep_finds_the_primes(void) {
  generator(int) numbers = from_2();
  int found = 0, last = 0;
  for (int p; found < 100 && gen_next(numbers, &p); ++found, last = p) {
    for (int d = 2; d * d <= p; ++d)
      CHECK(p % d != 0);
    numbers = without_multiples(p, numbers);
  }
  CHECK_EQ(found, 100);
  CHECK_EQ(last, 541); // the hundredth
  gen_close(numbers);
}

CASES(CASE(an_inorder_walk_visits_the_keys_in_order),
      CASE(two_walks_of_one_tree_compare_their_fringes),
      CASE(permutations_are_each_made_once),
      CASE(combinations_are_each_made_once),
      CASE(eight_queens_have_92_solutions),
      CASE(a_knights_tour_visits_each_square_once),
      CASE(mutually_recursive_ones_take_turns),
      CASE(mutually_recursive_infinite_ones_go_on_as_long_as_asked),
      CASE(a_sieve_a_hundred_filters_deep_finds_the_primes))
