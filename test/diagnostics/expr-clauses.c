// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is no clause of a generator expression is said first, by a name that says what to write; and without the plugin there are none.
// RUN: not %yieldcc -fsyntax-only -DFIRST %s 2>&1 | FileCheck --check-prefix=FIRST %s
// RUN: not %yieldcc -fsyntax-only -DOTHER %s 2>&1 | FileCheck --check-prefix=OTHER %s
// RUN: %yieldcc -fsyntax-only -Werror %s
// RUN: for cc in %clang %gcc; do not $cc -isystem %include -fsyntax-only %s 2>&1 | FileCheck --check-prefix=PLUGIN %s || exit 1; done
// RUN: %clang -isystem %include -DYIELDC_EDITOR -fsyntax-only -Wall -Wextra -Werror %s

#include <yieldc.h>

extern generator(int) range(int begin, int end);

void mistaken(void) {
#ifdef FIRST
  // FIRST: error: call to undeclared function 'gen_expr_needs_for_first_not_range'
  gen_close(gen_expr(x, range(0, 3)));
#elif defined OTHER
  // OTHER: error: call to undeclared function 'gen_expr_takes_for_and_if_not_while'
  gen_close(gen_expr(x, for (x, range(0, 3)), while (x)));
#else
  // PLUGIN: gen_expr works only in code compiled with the yieldc plugin
  gen_close(gen_expr(x * 2, for (x, range(0, 3)), if (x)));
#endif
}
