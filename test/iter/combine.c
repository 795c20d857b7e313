// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: combinatorics.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>

#include "Inputs/show.h"

#define PAIRS(g, expected) SHOWS(g, expected, " %d%c", x.first, x.second)

static void products(void) {
  PAIRS(iter_product(source(2, 0), iter_chars("abc")), " 0a 0b 0c 1a 1b 1c");
  PAIRS(iter_product(source(2, 0), iter_chars("")), "");
  PAIRS(iter_product(source(0, 0), iter_chars("ab")), "");
  PAIRS(iter_product(source(1, 7), iter_chars("ab")), " 0a 0b!7");
  SHOWS(iter_product(iter_chars("ab"), source(1, 7)), " a0!7", " %c%d", x.first, x.second);
  begun = ended = pulled = 0;
  SHOWS(iter_take(2, iter_product(source(9, 0), source(9, 0))), " 00 01", " %d%d", x.first, x.second);
  SOURCES(2, 2, 3);
  SHOWS(iter_product(source(0, 0), source(9, 0)), "", " %d%d", x.first, x.second);
  SOURCES(1, 1, 0); // the second is not asked in vain
}

static int number(const int *digits, size_t n) {
  int result = 0;
  for (size_t i = 0; i < n; ++i)
    result = 10 * result + digits[i];
  return result;
}
#define SELECTIONS(g, expected) SHOWS(g, expected, " %zu:%d", x.count, number(x.items, x.count))

static void selections(void) {
  SELECTIONS(iter_permutations(2, iter_range(1, 4)), " 2:12 2:13 2:21 2:23 2:31 2:32");
  SELECTIONS(iter_permutations(3, iter_range(1, 4)), " 3:123 3:132 3:213 3:231 3:312 3:321");
  SELECTIONS(iter_permutations(0, iter_range(1, 4)), " 0:0");
  SELECTIONS(iter_permutations(4, iter_range(1, 4)), "");
  SELECTIONS(iter_permutations(-1, source(0, 0)), " 0:0");
  SELECTIONS(iter_combinations(2, iter_range(1, 5)), " 2:12 2:13 2:14 2:23 2:24 2:34");
  SELECTIONS(iter_combinations(1, iter_range(1, 3)), " 1:1 1:2");
  SELECTIONS(iter_combinations(3, iter_range(1, 4)), " 3:123");
  SELECTIONS(iter_combinations(4, iter_range(1, 4)), "");
  SELECTIONS(iter_combinations(0, iter_range(1, 4)), " 0:0");
  SELECTIONS(iter_permutations(1, source(2, 7)), "!7");
  EXPECT(iter_len(iter_permutations(7, iter_range(7))) == 5040);
  EXPECT(iter_len(iter_permutations(3, iter_range(20))) == 20 * 19 * 18);
  EXPECT(iter_len(iter_combinations(10, iter_range(20))) == 184756);
  begun = ended = pulled = 0;
  SELECTIONS(iter_take(1, iter_combinations(2, source(4, 0))), " 2:1");
  SOURCES(1, 1, 4);
}

int main(void) {
  products();
  selections();
  return 0;
}
