// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: by key, and sorted.
//
// REQUIRES: uthash
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <ctype.h>
#include <stdint.h>
#include <yieldc/keyed.h>

#include "Inputs/show.h"

static int tens(int x) { return x / 10; }
static int rest(int x, int n) { return x % n; }
static const char *word(const char *text) { return text; }

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }
struct point {
  int x, y;
};
static int by_y(const void *a, const void *b) {
  return ((const struct point *)a)->y - ((const struct point *)b)->y;
}
static int x_of(struct point p) { return p.x; }

static void sorts(void) {
  static const int values[] = {3, -1, 2, INT32_MIN, INT32_MAX, 2};
  INTS(iter_sorted(iter_array(values)), " -2147483648 -1 2 2 3 2147483647");
  INTS(iter_sorted(source(0, 0)), "");
  INTS(iter_sorted(source(3, 7)), "!7");
  SHOWS(iter_sorted(iter_chars("zebra")), " a b e r z", " %c", x);
  static const double numbers[] = {0.5, -2, 1e300};
  SHOWS(iter_sorted(iter_array(numbers)), " -2 0.5 1e+300", " %g", x);
  static const unsigned long long large[] = {UINT64_MAX, 1, 2};
  SHOWS(iter_sorted(iter_array(large)), " 1 2 18446744073709551615", " %llu", x);
  static const char *const words[] = {"pear", "fig", "apple"};
  SHOWS(iter_sorted(by_name, iter_array(words)), " apple fig pear", " %s", x);
  static const struct point points[] = {{1, 9}, {2, 3}, {3, 5}};
  SHOWS(iter_sorted(by_y, iter_array(points)), " 2 3 1", " %d", x.x);
  INTS(iter_take(3, iter_sorted(iter_range(100000, 0, -1))), " 1 2 3");
  begun = ended = pulled = 0;
  ints g = iter_sorted(source(9, 0));
  SOURCES(0, 0, 0);
  EXPECT(gen_next(g));
  SOURCES(1, 1, 9);
  gen_close(g);
}

static void distinct(void) {
  static const int values[] = {3, 1, 3, 2, 1};
  INTS(iter_distinct(iter_array(values)), " 3 1 2");
  INTS(iter_distinct(tens, iter_array(values)), " 3");
  INTS(iter_distinct(rest, 3, iter_range(9)), " 0 1 2");
  INTS(iter_distinct(source(0, 0)), "");
  INTS(iter_distinct(source(2, 7)), " 0 1!7");
  const char other[] = "a", *const words[] = {"a", 0, "b", other, 0, ""};
  SHOWS(iter_distinct(iter_array(words)), " a - b ", " %s", x ? x : "-");
  static const struct point points[] = {{1, 9}, {2, 3}, {1, 5}};
  SHOWS(iter_distinct(x_of, iter_array(points)), " 9 3", " %d", x.y);
  begun = ended = pulled = 0;
  INTS(iter_take(2, iter_distinct(source(9, 0))), " 0 1");
  SOURCES(1, 1, 2); // not all at once
  EXPECT(iter_len(iter_distinct(gen_expr(x % 1000, for (x, iter_range(100000))))) == 1000);
}

static void counts(void) {
  SHOWS(iter_count_by(tens, iter_array(((const int[]){15, 3, 12, 7, 15}))), " 1:3 0:2", " %d:%zu", x.key, x.count);
  SHOWS(iter_count_by(rest, 2, source(5, 0)), " 0:3 1:2", " %d:%zu", x.key, x.count);
  SHOWS(iter_count_by(tens, source(0, 0)), "", " %d:%zu", x.key, x.count);
  SHOWS(iter_count_by(tens, source(2, 7)), "!7", " %d:%zu", x.key, x.count);
  begun = ended = pulled = 0;
}

/// The same buffer each time, as lines of a file come: the keys are copies.
static generator(char *) words(const char *text) {
  char buffer[16];
  size_t n = 0;
  for (;; ++text) {
    if (isalpha((unsigned char)*text)) {
      buffer[n++] = *text;
      continue;
    }
    buffer[n] = '\0';
    if (n)
      yield buffer;
    n = 0;
    if (!*text)
      return;
  }
}
static const char *itself(char *text) { return text; }

static void strings(void) {
  SHOWS(iter_count_by(itself, words("the cat and the dog and the end")), " the:3 cat:1 and:2 dog:1 end:1", " %s:%zu", x.key, x.count);
  static const char *const some[] = {"x", 0, "", "x", 0};
  SHOWS(iter_count_by(word, iter_array(some)), " x:2 -:2 :1", " %s:%zu", x.key ? x.key : "-", x.count);
}

static void gathers(void) {
  shown[shown_size = 0] = '\0';
  foreach (group, iter_gather_by(rest, 3, iter_range(7))) {
    show(" %d:", group.key);
    for (size_t i = 0; i < group.count; ++i)
      show("%d", group.items[i]);
  }
  EXPECT(!strcmp(shown, " 0:036 1:14 2:25"));
  SHOWS(iter_gather_by(tens, source(0, 0)), "", " %d", x.key);
  SHOWS(iter_gather_by(tens, source(2, 7)), "!7", " %d", x.key);
  long sum = 0;
  foreach (group, iter_gather_by(rest, 1000, iter_range(100000)))
    sum += group.count == 100 ? group.items[99] - group.items[0] : 0;
  EXPECT(sum == 1000 * 99000);
  begun = ended = pulled = 0;
}

int main(void) {
  sorts();
  distinct();
  counts();
  strings();
  gathers();
  return 0;
}
