// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` of a stream or a generator, of which the values are awaited.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

stream(int) s(void);

static generator(int) g(void) { yield 1; }
task(int) awaits(void) {
  await s(); // expected-error {{a stream(int) is not awaited as a whole: write foreach_await (x, ...)}}
  await g(); // expected-error {{a generator(int) is not awaited as a whole: write foreach_await (x, ...)}}
  return 0;
}
