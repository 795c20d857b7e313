// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops over what fails that do not ask why: with no argument over a generator, with
// one over null. With OWN, the program has a handler, which returns.

#include "generators.h"

#ifdef OWN
#include "../../expect.h"

void gen_unhandled(int code, const char *file, int line) {
  EXPECT(!strcmp(file, __FILE__));
  note_number("code ", code);
  note_number("line ", line);
}
#endif

int main(int count, char **arguments) {
  generator(int) none = 0;
  (void)arguments;
  if (count == 1)
    foreach (x, failing(1, 42)) // failing
      if (x != 1)
        return 1;
#line 100
  foreach (x, none)
    return x;
#ifdef OWN
  EXPECT_NOTES(EXPECTED);
  foreach (x, failing(3, 42))
    if (x == 2)
      break;
  EXPECT_NOTES("");
#endif
  return 0;
}
