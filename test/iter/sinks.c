// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: that consume.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>

#include <stdint.h>

#include "Inputs/show.h"

static int plus(int x, int y) { return x + y; }
static double weighted(double sum, int x, const double *weight) { return sum + *weight * x; }
static bool is_large(int x) { return x > 2; }
static bool is(int x, int y) { return x == y; }
static bool nearer(int x, int y, const int *to) { return abs(x - *to) < abs(y - *to); }
struct named {
  const char *name;
  int size;
};
static bool smaller(struct named a, struct named b) { return a.size < b.size; }

static void folds(void) {
  const double weight = 0.5;
  EXPECT(iter_fold(plus, 100, source(4, 0)) == 106);
  EXPECT(iter_fold(plus, 100, source(0, 0)) == 100);
  EXPECT(iter_fold(weighted, &weight, 1, source(4, 0)) == 4.0);
  EXPECT(iter_sum(source(5, 0)) == 10);
  EXPECT(iter_sum(source(0, 0)) == 0);
  EXPECT(iter_sum(iter_repeat((unsigned char)200, 3)) == 600);
  EXPECT(iter_sum(iter_repeat(0.5, 3)) == 1.5);
  EXPECT(iter_len(source(5, 0)) == 5 && iter_len(source(0, 0)) == 0);
  EXPECT(iter_len(iter_repeat(((struct named){0, 0}), 3)) == 3);
  // Of whatever expression they are part of.
  EXPECT(iter_sum(source(3, 0)) * 2 + (int)iter_len(source(2, 0)) == 8);
}

static void extremes(void) {
  int x = -1;
  static const int values[] = {3, 1, 4, 1, 5};
  EXPECT(iter_min(iter_array(values), &x) && x == 1);
  EXPECT(iter_max(iter_array(values), &x) && x == 5);
  EXPECT(!iter_min(source(0, 0), &x) && x == 5);
  EXPECT(!iter_max(source(0, 0), &x) && x == 5);
  int to = 4;
  EXPECT(iter_min(nearer, &to, iter_range(10), &x) && x == 4);
  EXPECT(iter_max(nearer, &to, iter_range(8), &x) && x == 0); // of 0 only
  double d;
  EXPECT(iter_max(iter_repeat(0.25, 1), &d) && d == 0.25);
  // Of equals the first is the least, the last is the greatest: as if they were sorted.
  static const struct named all[] = {{"a", 2}, {"b", 1}, {"c", 2}, {"d", 1}};
  struct named one;
  EXPECT(iter_min(smaller, iter_array(all), &one) && *one.name == 'b');
  EXPECT(iter_max(smaller, iter_array(all), &one) && *one.name == 'c');
}

static void truths(void) {
  begun = ended = pulled = 0;
  EXPECT(iter_any(source(9, 0)));
  SOURCES(1, 1, 2);
  EXPECT(!iter_all(source(9, 0)));
  SOURCES(1, 1, 1);
  EXPECT(!iter_any(source(1, 0)) && !iter_any(source(0, 0)) && iter_all(source(0, 0)));
  EXPECT(iter_all(iter_range(1, 4)) && iter_any(gen_expr(x == 3, for (x, iter_range(5)))));
  EXPECT(!iter_all(gen_expr(x < 3, for (x, iter_range(5)))));
  static const char *const words[] = {0, "a"};
  EXPECT(iter_any(iter_array(words)) && !iter_all(iter_array(words)));
  EXPECT(iter_any(iter_repeat(0.5, 1)) && !iter_any(iter_repeat(0.0, 3)));
}

static void finds(void) {
  int x = -1;
  begun = ended = pulled = 0;
  EXPECT(iter_find(is_large, source(9, 0), &x) && x == 3);
  SOURCES(1, 1, 4);
  EXPECT(iter_find(is, 5, source(9, 0), &x) && x == 5);
  EXPECT(!iter_find(is, 9, source(9, 0), &x) && x == 5);
  begun = ended = pulled = 0;
  EXPECT(iter_nth(0, source(9, 0), &x) && x == 0);
  SOURCES(1, 1, 1);
  EXPECT(iter_nth(3, source(9, 0), &x) && x == 3);
  EXPECT(!iter_nth(9, source(9, 0), &x) && x == 3);
  EXPECT(!iter_nth(SIZE_MAX, source(9, 0), &x) && x == 3);
  EXPECT(iter_last(source(9, 0), &x) && x == 8);
  EXPECT(!iter_last(source(0, 0), &x) && x == 8);
}

struct wide {
  _Alignas(64) int value;
};

static void collects(void) {
  size_t n = 99;
  int *values = iter_collect(source(1000, 0), &n);
  EXPECT(values && n == 1000);
  for (int i = 0; i < 1000; ++i)
    EXPECT(values[i] == i);
  free(values);
  values = iter_collect(source(0, 0), &n);
  EXPECT(values && n == 0);
  free(values);
  struct wide *wides = iter_collect(gen_expr((struct wide){x}, for (x, iter_range(100))), &n);
  EXPECT(n == 100 && (uintptr_t)wides % 64 == 0 && wides[99].value == 99 && wides[1].value == 1);
  free(wides);
  int error;
  values = iter_collect(iter_catch(&error, source(3, 7)), &n);
  EXPECT(error == 7 && n == 3 && values[2] == 2);
  free(values);

  int array[4] = {-1, -1, -1, -1};
  begun = ended = pulled = 0;
  EXPECT(iter_fill(source(9, 0), array, 3) == 3 && array[2] == 2 && array[3] == -1);
  SOURCES(1, 1, 3);
  EXPECT(iter_fill(source(2, 0), array, 4) == 2);
  EXPECT(iter_fill(source(2, 0), array, 0) == 0);
  EXPECT(iter_fill(source(2, 0), (int *)0, -1) == 0);
  SOURCES(1, 1, 2);

  static const char *const words[] = {"ab", "", "cde", 0};
  char *joined = iter_join(", ", iter_until_null(words));
  EXPECT(joined && !strcmp(joined, "ab, , cde"));
  free(joined);
  joined = iter_join(", ", iter_until_null(words + 3));
  EXPECT(joined && !*joined);
  free(joined);
  joined = iter_join("", iter_repeat("0123456789", 1000));
  EXPECT(strlen(joined) == 10000 && joined[9999] == '9');
  free(joined);
}

static int total;
static void add(int x) { total += x; }
static int add_to(int x, int *sum) { return *sum += x; }

static void each(void) {
  int sum = 0;
  iter_for_each(add, source(4, 0));
  iter_for_each(add_to, &sum, source(3, 0));
  EXPECT(total == 6 && sum == 3);
}

/// In a generator the source's failure is its own, wherever the sink stands.
static ints in_a_generator(int n, ints h) {
  int x = 0;
  if (iter_any(source(n, 0)) && iter_max(h, &x))
    yield x;
  yield iter_sum(gen_expr(i * x, for (i, iter_range(n))));
  size_t count;
  free(iter_collect(source(2, 5), &count));
  yield 99;
}

int main(void) {
  folds();
  extremes();
  truths();
  finds();
  collects();
  each();
  INTS(in_a_generator(3, iter_range(4)), " 3 9!5");
  INTS(in_a_generator(0, iter_range(4)), " 0!5");
  return 0;
}
