// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For the tests of the iterator tools: what a generator yields, as text; and sources that tell what happens to them.

#ifndef SHOW_H
#define SHOW_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yieldc/iter.h>

#include "../../expect.h"

typedef generator(int) ints;

static char shown[1 << 16];
static size_t shown_size;

__attribute__((format(printf, 1, 2), unused)) static void show(const char *format, ...) {
  va_list args;
  va_start(args, format);
  shown_size += (size_t)vsnprintf(shown + shown_size, sizeof shown - shown_size, format, args);
  va_end(args);
}

/// What g yields, each value x as the statement shows it, and ! with the code if it fails.
#define SHOWS_BY(g, expected, statement)                                                                                                    \
  do {                                                                                                                             \
    int code;                                                                                                                      \
    shown[shown_size = 0] = '\0';                                                                                                  \
    foreach (x, g, code)                                                                                                           \
      statement;                                                                                                                   \
    if (code)                                                                                                                      \
      show("!%d", code);                                                                                                           \
    if (strcmp(shown, expected))                                                                                                   \
      fprintf(stderr, "%d: yields %s\n%*s not %s\n", __LINE__, shown, 9, "", expected);                                             \
    EXPECT(!strcmp(shown, expected));                                                                                              \
  } while (0)
/// The same, as the format and arguments say.
#define SHOWS(g, expected, ...) SHOWS_BY(g, expected, show(__VA_ARGS__))
#define INTS(g, expected) SHOWS(g, expected, " %d", x)

static int begun, ended, pulled;

static void count_end(const int *unused) {
  (void)unused;
  ++ended;
}

/// 0 to n - 1, then fails if there is a code. Counts how often it begins, ends, and yields.
__attribute__((unused)) static ints source(int n, int code) {
  __attribute__((cleanup(count_end))) const int unused = ++begun;
  (void)unused;
  for (int i = 0; i < n; ++i) {
    ++pulled;
    yield i;
  }
  if (code)
    gen_fail(code);
}

/// Since the last time: how many sources have begun and ended, and how many values they have yielded.
#define SOURCES(begun_, ended_, pulled_)                                                                                           \
  do {                                                                                                                             \
    EXPECT(begun == (begun_) && ended == (ended_) && pulled == (pulled_));                                                         \
    if (begun != (begun_) || ended != (ended_) || pulled != (pulled_))                                                             \
      fprintf(stderr, "%d: begun %d, ended %d, pulled %d\n", __LINE__, begun, ended, pulled);                                       \
    begun = ended = pulled = 0;                                                                                                    \
  } while (0)

#endif // SHOW_H
