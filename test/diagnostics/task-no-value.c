// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A task used as its result.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);

task(int) forgets(void) {
  return f(1); // expected-error {{this is the handle of a task(int), not a value; write 'await' for its result}} expected-error {{incompatible pointer to integer conversion}}
}
