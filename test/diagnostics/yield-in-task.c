// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield` in a task: says to make it a stream.
// RUN: %cc1_verify %s

#include <yieldc/task.h>


task(int) counts(void) {
  yield 1; // expected-error {{'yield' in a task(int), which only has a result; declare the function stream(Y), and consume it with foreach_await}}
  return 0;
}
