// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` in a generator function: says to make it a stream.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);

generator(int) numbers(void) {
  yield await f(1); // expected-error {{'await' in a generator function, which only its consumer resumes; declare 'numbers' a stream(Y), and consume it with foreach_await}}
}
