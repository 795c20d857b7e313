// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A failure that no foreach asked about ends the program, with a line that names
// the place and the code; so does a null handle.
// RUN: %yieldcc -Werror -O0 %s -o %t.O0 && %yieldcc -Werror -O2 %s -o %t.O2
// RUN: not --crash %t.O0 2> %t.err && FileCheck --input-file %t.err %s
// RUN: not --crash %t.O2 2> %t.err && FileCheck --input-file %t.err %s
// CHECK: {{^}}{{.*}}unhandled-default.c:[[#@LINE+16]]: a generator failed with code 42
// RUN: not --crash %t.O0 null 2> %t.err && FileCheck --check-prefix NULL --input-file %t.err %s
// RUN: not --crash %t.O2 null 2> %t.err && FileCheck --check-prefix NULL --input-file %t.err %s
// NULL: {{^}}{{.*}}unhandled-default.c:[[#@LINE+17]]: a generator failed with code 12 (ENOMEM)

#include <stdlib.h>
#include <yieldc.h>

static generator(int) failing(void) {
  yield 1;
  gen_fail(42);
}

int main(int count, char **arguments) {
  (void)arguments;
  if (count == 1)
    foreach (x, failing())
      if (x != 1)
        exit(0);
  generator(int) none = 0;
  foreach (x, none)
    exit(0);
}
