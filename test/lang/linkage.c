// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Generator functions can be static, inline, extern, weak, aliased, and live in
// headers and other files; two static ones of one name are two.
// RUN: %levels %s --linked %S/Inputs/shared.c
// RUN: %levels %s --linked %S/Inputs/shared.c --levels 0,2 -ffunction-sections -fdata-sections -Wl,--gc-sections
// RUN: %if pie %{ %levels %s --linked %S/Inputs/shared.c --levels 0,2 -fPIE -pie %}

#include "../expect.h"
#include "Inputs/shared.h"

static generator(int) up_to(int n) { yield -n; }
static inline generator(int) small(int n) { yield n; }
__attribute__((always_inline)) static inline generator(int) always(int n) {
  yield n;
}
__attribute__((noinline)) static generator(int) never(int n) { yield n; }
__attribute__((weak)) generator(int) weak(int n);
__attribute__((weak)) generator(int) weak(int n) { yield n; }
generator(int) visible(int n);
__attribute__((visibility("hidden"))) generator(int) visible(int n) { yield n; }
generator(int) aliased(int n) __attribute__((alias("visible")));
__attribute__((section(".text.mine"))) static generator(int) placed(int n) {
  yield n;
}
extern generator(int) declared_later(int n);
static generator(int) (*const table[])(int) = {
    up_to, small, always, never, weak, visible, placed, declared_later};
generator(int) declared_later(int n) { yield n; }

int main(void) {
  for (unsigned i = 0; i < sizeof table / sizeof *table; ++i)
    foreach (x, table[i](3))
      note_number("", x);
  EXPECT_NOTES("-3 3 3 3 3 3 3 3");
  // (By pointer -fsanitize=cfi stops a call of an alias at -O0, also of a plain function.)
  foreach (x, aliased(3))
    note_number("", x);
  EXPECT_NOTES("3");
  EXPECT(sum_elsewhere(small(4)) == 4 && sum_elsewhere(always(5)) == 5);
  EXPECT(sum_elsewhere(in_header(4)) == 6);
  EXPECT(sum_elsewhere(external_inline(1)) == 1001);
  EXPECT(sum_elsewhere(defined_elsewhere(4)) == 10);
  EXPECT(sum_elsewhere(pointer_elsewhere(3)) == 6);
}
