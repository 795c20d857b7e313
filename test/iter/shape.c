// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: several sequences made one.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>

#include "Inputs/show.h"

static void chains(void) {
  INTS(iter_chain(source(2, 0), source(3, 0)), " 0 1 0 1 2");
  INTS(iter_chain(source(0, 0), source(1, 0)), " 0");
  INTS(iter_chain(source(1, 0), source(0, 0)), " 0");
  INTS(iter_chain(source(1, 0), source(2, 0), source(1, 0), source(0, 0), source(2, 0)), " 0 0 1 0 0 1");
  INTS(iter_chain(source(1, 0), source(2, 0), source(1, 0)), " 0 0 1 0");
  INTS(iter_chain(source(1, 0), source(2, 0), source(0, 0), source(1, 0)), " 0 0 1 0");
  INTS(iter_chain(source(1, 5), source(2, 0)), " 0!5");
  INTS(iter_chain(source(1, 0), source(2, 5)), " 0 0 1!5");
  INTS(iter_chain(source(1, 0), (ints)0), " 0!12");
  begun = ended = pulled = 0;
  INTS(iter_take(3, iter_chain(source(2, 0), source(3, 0), source(1, 0))), " 0 1 0");
  SOURCES(2, 2, 3);
  // The first is closed when it has ended, before the next begins.
  ints g = iter_chain(source(1, 0), source(1, 0));
  EXPECT(gen_next(g) && gen_next(g));
  SOURCES(2, 1, 2);
  gen_close(g);
  SOURCES(0, 1, 0);
}

/// A hundred thousand that yield nothing, one in another and one behind another.
static generator(ints) empties(int n) {
  for (int i = 0; i < n; ++i)
    yield iter_take(0, iter_range(5));
  yield iter_range(2);
}

static generator(ints) rows(int n, int code) {
  for (int i = 0; i < n; ++i)
    yield source(i, i == code ? 100 + i : 0);
  if (code < 0)
    gen_fail(-code);
}

static void flattens(void) {
  INTS(iter_flatten(rows(4, 9)), " 0 0 1 0 1 2");
  INTS(iter_flatten(rows(0, 9)), "");
  INTS(iter_flatten(rows(1, 9)), "");
  INTS(iter_flatten(rows(4, 2)), " 0 0 1!102");
  INTS(iter_flatten(rows(2, -5)), " 0!5");
  begun = ended = pulled = 0;
  INTS(iter_take(2, iter_flatten(rows(4, 9))), " 0 0");
  SOURCES(3, 3, 2);
  INTS(iter_flatten(empties(100000)), " 0 1");
  // Of a chain that is longer than the stack is deep.
  ints g = iter_range(1, 1);
  for (int i = 0; i < 1000; ++i)
    g = iter_chain(iter_range(0), g);
  INTS(g, "");
}

static void zips(void) {
#define PAIRS(g, expected) SHOWS(g, expected, " %d%c", x.first, x.second)
  PAIRS(iter_zip(source(3, 0), iter_chars("ab")), " 0a 1b");
  SOURCES(1, 1, 3); // the first is asked first
  PAIRS(iter_zip(source(1, 0), iter_chars("ab")), " 0a");
  PAIRS(iter_zip(source(0, 0), iter_chars("ab")), "");
  PAIRS(iter_zip(source(5, 0), iter_chars("")), "");
  PAIRS(iter_zip(source(1, 5), iter_chars("ab")), " 0a!5");
  SHOWS(iter_zip(iter_chars("abc"), source(1, 5)), " a0!5", " %c%d", x.first, x.second);
  SHOWS(iter_zip(source(3, 0), iter_chars("abc"), iter_repeat(0.5)), " 0a.5 1b.5 2c.5", " %d%c.%.0f", x.first, x.second,
        10 * x.third);
  SHOWS(iter_zip(source(3, 0), source(3, 0), source(1, 0)), " 000", " %d%d%d", x.first, x.second, x.third);
  begun = ended = pulled = 0;
  SHOWS(iter_take(1, iter_zip(source(9, 0), source(9, 0))), " 00", " %d%d", x.first, x.second);
  SOURCES(2, 2, 2);
#define LONGEST(g, expected) SHOWS(g, expected, " %d%d%d%d", x.has_first, x.first, x.has_second, x.second)
  LONGEST(iter_zip_longest(source(2, 0), source(3, 0)), " 1010 1111 0012");
  LONGEST(iter_zip_longest(source(3, 0), source(1, 0)), " 1010 1100 1200");
  LONGEST(iter_zip_longest(source(0, 0), source(0, 0)), "");
  LONGEST(iter_zip_longest(source(0, 0), source(1, 0)), " 0010");
  LONGEST(iter_zip_longest(source(1, 5), source(2, 0)), " 1010!5");
  LONGEST(iter_zip_longest(source(2, 0), source(1, 5)), " 1010!5");
  SHOWS(iter_zip_longest(source(1, 0), source(2, 0), source(3, 0)), " 000111 011011 002001", " %d%d%d%d%d%d", x.first, x.second,
        x.third, x.has_first, x.has_second, x.has_third);
  begun = ended = pulled = 0;
}

static void interleaves(void) {
  INTS(iter_interleave(source(2, 0), iter_range(10, 13)), " 0 10 1 11 12");
  INTS(iter_interleave(source(3, 0), iter_range(10, 11)), " 0 10 1 2");
  INTS(iter_interleave(source(0, 0), source(0, 0)), "");
  INTS(iter_interleave(source(0, 0), source(2, 0)), " 0 1");
  INTS(iter_interleave(source(3, 0), iter_range(10, 11), iter_range(20, 22)), " 0 10 20 1 21 2");
  INTS(iter_interleave(source(1, 5), iter_range(10, 13)), " 0 10!5");
  INTS(iter_interleave(iter_range(10, 13), source(1, 5)), " 10 0 11!5");
  begun = ended = pulled = 0;
  INTS(iter_take(3, iter_interleave(source(9, 0), source(9, 0))), " 0 0 1");
  SOURCES(2, 2, 3);
}

static bool less(int x, int y) { return x < y; }
struct labelled {
  int key;
  char label;
};
static bool smaller(struct labelled x, struct labelled y, int sign) { return sign * x.key < sign * y.key; }

static void merges(void) {
  static const int a[] = {1, 3, 5, 7}, b[] = {2, 3, 3, 9};
  INTS(iter_merge(less, iter_array(a), iter_array(b)), " 1 2 3 3 3 5 7 9");
  INTS(iter_merge(less, iter_array(a), source(0, 0)), " 1 3 5 7");
  INTS(iter_merge(less, source(0, 0), iter_array(b)), " 2 3 3 9");
  INTS(iter_merge(less, source(0, 0), source(0, 0)), "");
  INTS(iter_merge(less, source(2, 5), iter_array(b)), " 0 1!5");
  INTS(iter_merge(less, iter_array(b), source(3, 5)), " 0 1 2 2!5");
  INTS(iter_take(3, iter_merge(less, iter_count(0, 2), iter_count(1, 2))), " 0 1 2");
  // Of equals those of the first come first.
  static const struct labelled p[] = {{3, 'a'}, {2, 'b'}, {2, 'c'}}, q[] = {{3, 'x'}, {2, 'y'}, {1, 'z'}};
  SHOWS(iter_merge(smaller, -1, iter_array(p), iter_array(q)), " 3a 3x 2b 2c 2y 1z", " %d%c", x.key, x.label);
  begun = ended = pulled = 0;
  ints g = iter_merge(less, source(9, 0), source(9, 0));
  SOURCES(0, 0, 0);
  EXPECT(gen_next(g));
  SOURCES(2, 0, 2);
  gen_close(g);
  SOURCES(0, 2, 0);
}

int main(void) {
  chains();
  flattens();
  begun = ended = pulled = 0;
  zips();
  interleaves();
  merges();
  return 0;
}
