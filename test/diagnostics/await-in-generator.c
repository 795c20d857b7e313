// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` in a generator function: says to make it a stream.
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

generator(int) numbers(void) {
  yield await f(1); // expected-error {{'await' in a generator function, which only its consumer resumes; declare 'numbers' a stream(Y), and consume it with foreach_await}}
}
int drops(void) { return task_run(f(1)) + (task_drop(s()), 0); }
