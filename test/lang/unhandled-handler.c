// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program's own gen_unhandled is told of failures that no foreach asked about,
// with code, file and line; when it returns, the loop ends.
// RUN: %levels %s

#include "../expect.h"
#include <errno.h>
#include <yieldc.h>

void gen_unhandled(int code, const char *file, int line) {
  EXPECT(!strcmp(file, __FILE__));
  if (code == ENOMEM)
    note("ENOMEM");
  else
    note_number("code ", code);
  note_number("line ", line);
}

static generator(int) failing(int code) {
  GUARD guard = 1;
  yield 1;
  gen_fail(code);
}

int main(void) {
#line 100
  foreach (x, failing(5))
    note_number("", x);
  note("on");
  EXPECT_NOTES("1 ~1 code 5 line 100 on");
#line 200
  foreach (x, (generator(int))0)
    note("not reached");
  EXPECT_NOTES("ENOMEM line 200");

  // Not of what is left early, or asked about, or has returned.
  foreach (x, failing(5))
    break;
  int err;
  foreach (x, failing(5), err)
    ;
  EXPECT_NOTES("~1 ~1");

  // Each of two nested loops tells of its own source.
#line 300
  foreach (x, failing(6))
#line 301
    foreach (y, failing(7))
      note("both");
  EXPECT_NOTES("both ~1 code 7 line 301 ~1 code 6 line 300");
}
