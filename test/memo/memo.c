// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that remember: the conformance row "Memo", a function here for each of its facts.
//
// REQUIRES: uthash
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}
// RUN: %clang -std=c11 -Wall -Wextra -Wpedantic -Werror -I%include %s -o %t.clang && %t.clang
// RUN: %if gcc %{ %gcc -std=c11 -Wall -Wextra -Werror -I%include %s -o %t.gcc && %t.gcc %}

#include <stdint.h>
#include <yieldc/memo.h>

#include "../expect.h"

#define EXPECT_INFO(f, h, m, s)                                                                                              \
  EXPECT(memo_info(f).hits == (h) && memo_info(f).misses == (m) && memo_info(f).size == (s))

static int computed;

static memo_function(int, square, 3, (int, x)) {
  ++computed;
  return x * x;
}

// It makes a function that can be declared in a header.
long long choose(int n, int k);
memo_function(long long, choose, MEMO_UNBOUNDED, (int, n), (int, k)) {
  ++computed;
  return k == 0 || k == n ? 1 : choose(n - 1, k - 1) + choose(n - 1, k);
}

static memo_function(int, never, 0, (int, x)) {
  ++computed;
  return x + 1;
}

static void hits_misses_capacity_and_size(void) {
  EXPECT_INFO(square, 0, 0, 0);
  EXPECT(square(2) == 4 && square(3) == 9 && square(2) == 4);
  EXPECT(computed == 2);
  EXPECT_INFO(square, 1, 2, 2);
  EXPECT(memo_info(square).capacity == 3);
}

static void eviction_is_least_recently_used(void) {
  memo_clear(square);
  computed = 0;
  EXPECT(square(1) + square(2) + square(3) == 14); // 1 2 3
  EXPECT(square(1) == 1);                          // 2 3 1
  EXPECT(square(4) == 16);                         // 3 1 4
  EXPECT(computed == 4 && memo_info(square).size == 3);
  EXPECT(square(1) + square(3) + square(4) == 26 && computed == 4); // 1 3 4
  EXPECT(square(2) == 4 && computed == 5);                          // 3 4 2
  EXPECT(square(3) + square(4) == 25 && computed == 5);
  EXPECT(square(1) == 1 && computed == 6);
}

static void clear_forgets_all(void) {
  memo_clear(square);
  EXPECT_INFO(square, 0, 0, 0);
  computed = 0;
  EXPECT(square(1) == 1 && square(1) == 1 && computed == 1);
  EXPECT_INFO(square, 1, 1, 1);
  memo_clear(square);
  memo_clear(square);
}

static void capacity_zero_keeps_nothing(void) {
  computed = 0;
  EXPECT(never(1) == 2 && never(1) == 2 && computed == 2);
  EXPECT_INFO(never, 0, 2, 0);
}

static void unbounded_and_recursive(void) {
  computed = 0;
  EXPECT(choose(60, 30) == 118264581564861424);
  EXPECT((size_t)computed == memo_info(choose).misses && memo_info(choose).size == memo_info(choose).misses);
  EXPECT(computed < 1000 && memo_info(choose).capacity == MEMO_UNBOUNDED);
  memo_clear(choose);
}

// A recursion that is deeper than the capacity, so that results go while others are computed.
static memo_function(int, deep, 2, (int, n)) { return n == 0 ? 0 : deep(n - 1) + 1; }

static void recursion_beyond_the_capacity(void) {
  EXPECT(deep(1000) == 1000);
  EXPECT_INFO(deep, 0, 1001, 2);
  EXPECT(deep(999) == 999 && memo_info(deep).hits == 1);
  memo_clear(deep);
}

// One that asks for itself in the end, and one that forgets all while it computes.
static int depth;
static memo_function(int, again, 5, (int, n)) {
  if (depth++ < 3)
    return again(n) + 1;
  return n;
}
static memo_function(int, forgets, 5, (int, n)) {
  if (n > 0)
    (void)forgets(n - 1);
  memo_clear(forgets);
  return n;
}

static void re_entrant(void) {
  EXPECT(again(7) == 10);
  EXPECT_INFO(again, 0, 4, 1);
  EXPECT(again(7) == 7); // what the innermost call has kept
  EXPECT(forgets(3) == 3);
  EXPECT_INFO(forgets, 0, 0, 1);
  memo_clear(again);
  memo_clear(forgets);
}

static memo_function(int, half, 5, (int, n)) {
  ++computed;
  if (n % 2)
    return memo_fail(-1);
  return n / 2;
}

static void a_failure_is_not_kept(void) {
  computed = 0;
  EXPECT(half(3) == -1 && half(3) == -1 && computed == 2);
  EXPECT(half(4) == 2 && half(4) == 2 && computed == 3);
  EXPECT_INFO(half, 1, 3, 1);
  memo_clear(half);
}

// Arguments: strings and memo_bytes by what they hold, and where one ends counts; all others by their bytes.
struct point {
  int x, y;
};
static memo_function(int, join, 100, (const char *, a), (char *, b)) {
  ++computed;
  return (int)((a ? strlen(a) : 0) * 10 + (b ? strlen(b) : 0));
}
static memo_function(size_t, sum, 100, (memo_bytes, b), (struct point, p), (double, d)) {
  size_t sum = (size_t)(p.x + p.y + d);
  ++computed;
  for (size_t i = 0; i < b.size; ++i)
    sum += ((const unsigned char *)b.data)[i];
  return sum;
}

static void arguments(void) {
  char a[] = "ab", b[] = "c", c[] = "ab", d[] = "", e[] = "abc", f[] = "bc";
  computed = 0;
  EXPECT(join(a, b) == 21 && join(c, b) == 21 && computed == 1);
  EXPECT(join("a", f) == 12 && computed == 2);
  EXPECT(join(e, d) == 30 && join(d, e) == 3 && computed == 4);
  EXPECT(join(NULL, d) == 0 && join(d, NULL) == 0 && join(NULL, NULL) == 0 && join(d, d) == 0 && computed == 8);
  a[0] = 'x'; // what was kept is a copy
  EXPECT(join(c, b) == 21 && computed == 8);
  EXPECT(join(a, b) == 21 && computed == 9);

  unsigned char large[5000];
  memset(large, 1, sizeof large);
  computed = 0;
  EXPECT(sum((memo_bytes){large, 5000}, (struct point){1, 2}, 3) == 5006);
  EXPECT(sum((memo_bytes){large, 5000}, (struct point){1, 2}, 3) == 5006 && computed == 1);
  EXPECT(sum((memo_bytes){large, 4999}, (struct point){1, 2}, 3) == 5005 && computed == 2);
  large[4999] = 2;
  EXPECT(sum((memo_bytes){large, 5000}, (struct point){1, 2}, 3) == 5007 && computed == 3);
  EXPECT(sum((memo_bytes){large, 5000}, (struct point){2, 1}, 3) == 5007 && computed == 4);
  EXPECT(sum((memo_bytes){NULL, 0}, (struct point){2, 1}, 0.0) == 3 && computed == 5);
  EXPECT(sum((memo_bytes){NULL, 0}, (struct point){2, 1}, -0.0) == 3 && computed == 6);
  memo_clear(join);
  memo_clear(sum);
}

// Results of any type.
struct triple {
  char text[3];
};
static memo_function(struct triple, triple, 2, (char, c)) {
  struct triple t = {{c, c, c}};
  ++computed;
  return t;
}
static memo_function(const char *, name, 2, (int, a), (int, b), (int, c), (int, d), (int, e), (int, f)) {
  return a + b + c + d + e + f == 21 ? "all" : "some";
}

static void results(void) {
  computed = 0;
  EXPECT(triple('a').text[2] == 'a' && triple('b').text[0] == 'b' && triple('a').text[1] == 'a' && computed == 2);
  EXPECT(!strcmp(name(1, 2, 3, 4, 5, 6), "all") && !strcmp(name(1, 2, 3, 4, 5, 7), "some"));
  memo_clear(triple);
  memo_clear(name);
}

// Equality and hash of one's own: names without regard to case, and a number modulo ten.
static uint64_t hash(const char *name, int n) {
  uint64_t h = (uint64_t)(n % 10);
  for (; *name; ++name)
    h = h * 31 + (unsigned char)(*name | 0x20);
  return h << 40; // all of it counts
}
static bool equal(const char *name, int n, const char *other, int m) {
  for (; *name && (*name | 0x20) == (*other | 0x20); ++name, ++other)
    ;
  return !*name && !*other && n % 10 == m % 10;
}
static memo_function_by(hash, equal, int, length, 2, (const char *, name), (int, n)) {
  ++computed;
  return (int)strlen(name) + n % 10;
}
static unsigned constant(int n) { return (unsigned)(n * 0); }
static bool same(int a, int b) { return a == b; }
static memo_function_by(constant, same, int, collides, 10, (int, n)) {
  ++computed;
  return n;
}

static void hash_and_equality_of_ones_own(void) {
  computed = 0;
  EXPECT(length("Ab", 12) == 4 && length("aB", 22) == 4 && computed == 1);
  EXPECT(length("abc", 12) == 5 && length("ab", 13) == 5 && computed == 3); // the first is gone
  EXPECT(length("AB", 12) == 4 && computed == 4);
  EXPECT_INFO(length, 1, 4, 2);
  computed = 0;
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 10; ++i)
      EXPECT(collides(i) == i);
  EXPECT(computed == 10);
  memo_clear(length);
  memo_clear(collides);
}

int main(void) {
  hits_misses_capacity_and_size();
  eviction_is_least_recently_used();
  clear_forgets_all();
  capacity_zero_keeps_nothing();
  unbounded_and_recursive();
  recursion_beyond_the_capacity();
  re_entrant();
  a_failure_is_not_kept();
  arguments();
  results();
  hash_and_equality_of_ones_own();
}
