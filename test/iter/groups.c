// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: neighbouring values together.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>

#include <stdint.h>

#include "Inputs/show.h"

/// The values of an array, without anything between them.
static void show_items(const int *items, size_t n) {
  show(" ");
  for (size_t i = 0; i < n; ++i)
    show("%d", items[i]);
}
#define ITEMS(g, expected) SHOWS_BY(g, expected, show_items(x.items, x.count))

static void batches(void) {
  ITEMS(iter_batched(2, source(5, 0)), " 01 23 4");
  ITEMS(iter_batched(2, source(4, 0)), " 01 23");
  ITEMS(iter_batched(1, source(2, 0)), " 0 1");
  ITEMS(iter_batched(9, source(2, 0)), " 01");
  ITEMS(iter_batched(SIZE_MAX, source(2, 0)), " 01");
  ITEMS(iter_batched(2, source(0, 0)), "");
  ITEMS(iter_batched(0, source(2, 0)), "!22");
  ITEMS(iter_batched(-2, source(2, 0)), "!22");
  ITEMS(iter_batched(2, source(3, 7)), " 01!7");
  begun = ended = pulled = 0;
  ITEMS(iter_take(1, iter_batched(3, source(9, 0))), " 012");
  SOURCES(1, 1, 3);
}

static void windows(void) {
  ITEMS(iter_windows(3, source(5, 0)), " 012 123 234");
  ITEMS(iter_windows(1, source(2, 0)), " 0 1");
  ITEMS(iter_windows(2, source(7, 0)), " 01 12 23 34 45 56");
  ITEMS(iter_windows(3, source(2, 0)), "");
  ITEMS(iter_windows(SIZE_MAX, source(3, 0)), "");
  ITEMS(iter_windows(0, source(2, 0)), "!22");
  ITEMS(iter_windows(2, source(3, 7)), " 01 12!7");
  begun = ended = pulled = 0;
  ITEMS(iter_take(2, iter_windows(3, source(9, 0))), " 012 123");
  SOURCES(1, 1, 4);
  long sum = 0;
  foreach (w, iter_windows(100, iter_range(10000)))
    sum += w.items[99] - w.items[0];
  EXPECT(sum == 99 * (10000 - 99));
}

static void pairs(void) {
  SHOWS(iter_pairwise(source(4, 0)), " 01 12 23", " %d%d", x.first, x.second);
  SHOWS(iter_pairwise(source(1, 0)), "", " %d%d", x.first, x.second);
  SHOWS(iter_pairwise(source(0, 0)), "", " %d%d", x.first, x.second);
  SHOWS(iter_pairwise(source(2, 7)), " 01!7", " %d%d", x.first, x.second);
  begun = ended = pulled = 0;
}

static int tens(int x) { return x / 10; }
static int divided(int x, const int *by) { return x / *by; }
static char *initial(const char *word) {
  static char letters[128][2];
  letters[(unsigned char)*word][0] = *word;
  return letters[(unsigned char)*word];
}
static const char *itself(const char *word) { return word; }
static double half(int x) { return x / 2 / 2.0; }

static void groups(void) {
  static const int values[] = {1, 5, 12, 13, 19, 20, 3};
  ITEMS(iter_group_by(tens, iter_array(values)), " 15 121319 20 3");
  SHOWS(iter_group_by(tens, iter_array(values)), " 0:2 1:3 2:1 0:1", " %d:%zu", x.key, x.count);
  const int by = 15;
  SHOWS(iter_group_by(divided, &by, iter_array(values)), " 0:4 1:2 0:1", " %d:%zu", x.key, x.count);
  SHOWS(iter_group_by(half, source(4, 0)), " 0:2 0.5:2", " %g:%zu", x.key, x.count);
  SHOWS(iter_group_by(tens, source(0, 0)), "", " %d:%zu", x.key, x.count);
  SHOWS(iter_group_by(tens, source(12, 7)), " 0:10!7", " %d:%zu", x.key, x.count);
  // Strings are the same if their characters are.
  const char one[] = "k", other[] = "k", *const keys[] = {one, other, "j", 0, 0};
  SHOWS(iter_group_by(itself, iter_array(keys)), " k:2 j:1 -:2", " %s:%zu", x.key ? x.key : "-", x.count);
  static const char *const words[] = {"ant", "asp", "bee", "bat", "ape"};
  SHOWS(iter_group_by(initial, iter_array(words)), " ant:2 bee:2 ape:1", " %s:%zu", x.items[0], x.count);
  begun = ended = pulled = 0;
  SHOWS(iter_take(1, iter_group_by(tens, source(99, 0))), " 0:10", " %d:%zu", x.key, x.count);
  SOURCES(1, 1, 11);
}

static bool near(int x, int y) { return y - x < 2; }
static bool within(int x, int y, int d) { return y - x < d; }

static void dedups(void) {
  static const int values[] = {1, 1, 2, 2, 2, 1, 3};
  INTS(iter_dedup(iter_array(values)), " 1 2 1 3");
  INTS(iter_dedup(source(0, 0)), "");
  INTS(iter_dedup(iter_repeat(4, 100000)), " 4");
  INTS(iter_dedup(near, source(6, 0)), " 0 2 4");
  INTS(iter_dedup(within, 3, source(7, 0)), " 0 3 6");
  INTS(iter_dedup(source(2, 7)), " 0 1!7");
  char one[] = "a", other[] = "a";
  char *const words[] = {one, other, 0};
  SHOWS(iter_dedup(iter_until_null(words)), " a", " %s", x);
  const char *const nulls[] = {0, 0, "b"};
  SHOWS(iter_dedup(iter_array(nulls)), " - b", " %s", x ? x : "-");
  begun = ended = pulled = 0;
}

int main(void) {
  batches();
  windows();
  pairs();
  groups();
  dedups();
  return 0;
}
