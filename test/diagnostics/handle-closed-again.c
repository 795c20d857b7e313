// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %cc1_verify %s
// Like any warning, it is an error with -Werror, and none with -w.
// RUN: not %yieldcc -Werror -fsyntax-only %s 2>&1 | FileCheck %s
// RUN: %yieldcc -w -Werror -fsyntax-only %s 2>&1 | count 0
// CHECK: error: 'looped' is gen_auto
#include <yieldc.h>

generator(int) numbers(void);
generator(int) twice(generator(int) g);

int take(void) {
  int sum = 0, x;
  gen_auto generator(int) looped = numbers();
  foreach (y, looped) // expected-warning {{'looped' is gen_auto, and so closed again at the end of its scope; write gen_move(looped)}}
    sum += y;
  gen_auto generator(int) closed = numbers();
  gen_close(closed); // expected-warning {{'closed' is gen_auto, and so closed again}}
  gen_auto generator(int) passed = numbers();
  gen_auto generator(int) outer = twice(passed); // expected-warning {{'passed' is gen_auto, and so closed again}}
  gen_auto generator(int) moved = numbers();
  foreach (y, gen_move(moved))
    sum += y;
  gen_auto generator(int) only_used = numbers();
  while (gen_next(only_used, &x))
    sum += x;
  gen_auto generator(int) replaced = numbers();
  gen_close(replaced);
  replaced = numbers();
  generator(int) plain = numbers();
  foreach (y, plain)
    sum += y;
  return sum + gen_next(outer);
}
generator(int) delegate(generator(int) parameter) {
  gen_auto generator(int) g = numbers();
  yield from g; // expected-warning {{'g' is gen_auto, and so closed again}}
  gen_auto generator(int) h = numbers();
  yield from gen_move(h);
  yield from parameter;
}
