// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For test programs, in C and C++: assertions that end the program, and a record
// of what happened in which order.

#ifndef EXPECT_H
#define EXPECT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wunused-function"
#endif

#define EXPECT(condition)                                                      \
  ((condition)                                                                 \
       ? (void)0                                                               \
       : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,           \
                  #condition),                                                 \
          exit(1)))

/// What was noted since the last EXPECT_NOTES.
static char expect_notes[1024];

static void note(const char *text) {
  size_t length = strlen(expect_notes);
  snprintf(expect_notes + length, sizeof expect_notes - length, "%s%s",
           length ? " " : "", text);
}

static void note_number(const char *text, int number) {
  char line[80];
  snprintf(line, sizeof line, "%s%d", text, number);
  note(line);
}

static int expect_same_notes(const char *expected) {
  int same = !strcmp(expect_notes, expected);
  if (!same)
    fprintf(stderr, "expected: %s\nhappened: %s\n", expected, expect_notes);
  expect_notes[0] = 0;
  return same;
}

#define EXPECT_NOTES(expected) EXPECT(expect_same_notes(expected))

/// A guard for __attribute__((cleanup)): notes "~" and the variable's number.
static void note_cleanup(const int *guard) { note_number("~", *guard); }
#undef GUARD
#define GUARD __attribute__((cleanup(note_cleanup), unused)) int

#endif
