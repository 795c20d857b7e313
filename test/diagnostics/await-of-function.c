// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` of a task's function instead of the task.
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

task(int) awaits(void) {
  await f; // expected-error {{'await' needs a task, not the function that makes one: call it}}
  return await &f; // expected-error {{'await' needs a task, not the function that makes one: call it}}
}
int drops(void) { return task_run(f(1)) + (task_drop(s()), 0); }
