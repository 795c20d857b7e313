// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: generators made of something else.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>
#include <stdint.h>

#include "Inputs/show.h"

static void counts(void) {
  INTS(iter_take(3, iter_count(5)), " 5 6 7");
  INTS(iter_take(3, iter_count(5, -2)), " 5 3 1");
  INTS(iter_take(3, iter_count(5, 0)), " 5 5 5");
  SHOWS(iter_count(5u, -2), " 5 3 1", " %u", x);
  INTS(iter_count(INT_MAX, INT_MIN), " 2147483647 -1");
  // To the last that the type holds, and no further.
  INTS(iter_count(INT_MAX - 1), " 2147483646 2147483647");
  INTS(iter_count(INT_MIN + 3, -2), " -2147483645 -2147483647");
  SHOWS(iter_count(UINT64_MAX), " 18446744073709551615", " %ju", (uintmax_t)x);
  SHOWS(iter_take(2, iter_count(1, 10000000000)), " 1 10000000001", " %lld", (long long)x);
}

static void ranges(void) {
  INTS(iter_range(3), " 0 1 2");
  INTS(iter_range(0), "");
  INTS(iter_range(-3), "");
  INTS(iter_range(2, 5), " 2 3 4");
  INTS(iter_range(5, 2), "");
  INTS(iter_range(0, 10, 3), " 0 3 6 9");
  INTS(iter_range(0, 9, 3), " 0 3 6");
  INTS(iter_range(10, 0, -4), " 10 6 2");
  INTS(iter_range(10, 2, -4), " 10 6");
  INTS(iter_range(0, 10, -1), "");
  INTS(iter_range(10, 0, 1), "");
  INTS(iter_range(0, 10, 0), "!22"); // EINVAL
  INTS(iter_range(INT_MAX - 1, INT_MAX), " 2147483646");
  INTS(iter_range(INT_MIN, INT_MAX, INT_MAX), " -2147483648 -1 2147483646");
  INTS(iter_range(INT_MAX, INT_MIN, INT_MIN), " 2147483647 -1");
  INTS(iter_range(INT_MAX - 5, INT_MAX, 4), " 2147483642 2147483646");
  SHOWS(iter_range(3u, 0u, -1), " 3 2 1", " %u", x);
  SHOWS(iter_range(INT64_MIN, INT64_MAX, INT64_MAX), " -9223372036854775808 -1 9223372036854775806", " %jd", (intmax_t)x);
  const size_t n = 2;
  SHOWS(iter_range(n), " 0 1", " %zu", x);
  SHOWS(iter_range(1, n), " 1", " %zu", x);
  const signed char small = 2;
  INTS(iter_range(small), " 0 1");
}

struct point {
  int x, y;
};

static void repeats(void) {
  INTS(iter_take(3, iter_repeat(7)), " 7 7 7");
  INTS(iter_repeat(7, 2), " 7 7");
  INTS(iter_repeat(7, 0), "");
  INTS(iter_repeat(7, -1), "");
  SHOWS(iter_repeat("ab", 2), " ab ab", " %s", x);
  SHOWS(iter_repeat(((struct point){1, 2}), 1), " 1,2", " %d,%d", x.x, x.y);
  SHOWS(iter_repeat(0.5, 1), " 0.5", " %g", x);
}

static void cycles(void) {
  INTS(iter_take(8, iter_cycle(source(3, 0))), " 0 1 2 0 1 2 0 1");
  SOURCES(1, 1, 3);
  INTS(iter_take(2, iter_cycle(source(3, 0))), " 0 1");
  SOURCES(1, 1, 2);
  INTS(iter_cycle(source(0, 0)), "");
  INTS(iter_take(5, iter_cycle(source(2, 7))), " 0 1!7");
  INTS(iter_take(45, iter_skip(100000, iter_cycle(iter_range(20)))),
       " 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 0 1 2 3 4");
}

static void arrays(void) {
  int values[] = {3, 1, 2};
  const int *const pointer = values;
  struct point points[] = {{1, 2}, {3, 4}};
  INTS(iter_array(values), " 3 1 2");
  INTS(iter_array(values, 2), " 3 1");
  INTS(iter_array(pointer, 3), " 3 1 2");
  INTS(iter_array(pointer + 1, 0), "");
  INTS(iter_array((int *)0, 0), "");
  SHOWS(iter_array(points), " 1,2 3,4", " %d,%d", x.x, x.y);
  int square[2][2] = {{1, 2}, {3, 4}};
  INTS(iter_array(square[1]), " 3 4");
  const char *const words[] = {"a", "b", 0, "c"};
  SHOWS(iter_until_null(words), " a b", " %s", x);
  SHOWS(iter_until_null(words + 2), "", " %s", x);
  char *arguments[] = {(char[]){"x"}, 0};
  SHOWS(iter_until_null(arguments), " x", " %s", x);
}

static void strings(void) {
  SHOWS(iter_chars("abc"), " a b c", " %c", x);
  SHOWS(iter_chars(""), "", " %c", x);
  SHOWS(iter_chars((const char *)0), "", " %c", x);
#define POINTS(string, expected) SHOWS(iter_code_points(string), expected, " %x", x)
  POINTS("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", " 61 e9 20ac 1f600");
  POINTS("", "");
  POINTS((const char *)0, "");
  // The ends of each length (RFC 3629).
  POINTS("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
         " 7f 80 7ff 800 ffff 10000 10ffff");
  POINTS("\xed\x9f\xbf\xee\x80\x80", " d7ff e000");
  // A lone continuation, what is cut off, longer than needed, a surrogate, above U+10FFFF: EILSEQ.
  static const char *const wrong[] = {"\x80", "\xbf", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc3x", "\xe2\x82x", "\xc0\x80", "\xc1\xbf",
                                      "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                                      "\xff", "\xfe", 0};
  foreach (string, iter_until_null(wrong)) {
    char text[16];
    snprintf(text, sizeof text, "a%s", string);
    POINTS(text, " 61!84");
  }
}

/// Each argument once, and not before it is needed in vain.
static void evaluates_once(void) {
  int i = 0;
  INTS(iter_take((++i, 2), iter_count((++i, 1), (++i, 2))), " 1 3");
  EXPECT(i == 3);
  INTS(iter_range((++i, 0), (++i, 4), (++i, 3)), " 0 3");
  EXPECT(i == 6);
  int values[] = {1, 2, 3}, *next = values;
  INTS(iter_array(next++, 2), " 1 2");
  EXPECT(next == values + 1);
}

int main(void) {
  counts();
  ranges();
  repeats();
  cycles();
  arrays();
  strings();
  evaluates_once();
  return 0;
}
