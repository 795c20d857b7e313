// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` in a stream: says to write a loop.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

stream(int) s(void);

stream(int) passes_on(void) {
  yield from s(); // expected-error {{'yield from' in a stream(int): what it delegates to may have to await; write foreach_await (x, ...) yield x;}}
}
task(int) task_too(void) {
  yield from s(); // expected-error {{'yield from' in a task(int): what it delegates to may have to await}}
  return 0;
}
