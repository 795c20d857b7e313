// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A consumer with computed gotos works, whether it fuses or not.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int) codes(const char *program) {
  GUARD guard = 7;
  for (; *program; ++program)
    yield *program - '0';
}

__attribute__((noinline)) static int run(const char *program) {
  static const void *const table[] = {&&add, &&twice, &&stop};
  int value = 1;
  foreach (code, codes(program)) {
    goto *table[code];
  add:
    value += 10;
    continue;
  twice:
    value *= 2;
    continue;
  stop:
    break;
  }
  return value;
}
/// The call is in a loop of computed gotos.
__attribute__((noinline)) static int again(const char *program, int rounds) {
  static const void *const table[] = {&&begin, &&end};
  int value = 0;
begin:
  foreach (code, codes(program)) {
    value += code;
    if (code == 2)
      break;
  }
  goto *table[--rounds == 0];
end:
  return value;
}

int main(void) {
  EXPECT(run("011") == 44);
  EXPECT_NOTES("~7");
  EXPECT(run("0201") == 11);
  EXPECT_NOTES("~7");
  EXPECT(again("12", 3) == 9);
  EXPECT_NOTES("~7 ~7 ~7");
}
