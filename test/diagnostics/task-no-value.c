// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A task used as its result.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

static task(int) f(int x) {
  await task_sleep(1);
  return x;
}
static stream(int) s(void) {
  yield 1;
  await task_sleep(1);
}

task(int) forgets(void) {
  return f(1); // expected-error {{this is the handle of a task(int), not a value; write 'await' for its result}} expected-error {{incompatible pointer to integer conversion}}
}
int drops(void) { return task_run(f(1)) + (task_drop(s()), 0); }
