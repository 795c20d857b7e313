// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` of a task's function instead of the task.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);

task(int) awaits(void) {
  await f; // expected-error {{'await' needs a task, not the function that makes one: call it}}
  return await &f; // expected-error {{'await' needs a task, not the function that makes one: call it}}
}
