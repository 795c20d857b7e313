// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` of something that is neither a task nor an operation.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);

struct not_an_operation {
  int result;
};
task(int) awaits(struct not_an_operation n, char *p) {
  await 5; // expected-error {{'await' needs a task or an operation, not a value of type 'int'}}
  await n; // expected-error {{'await' needs a task or an operation, not a value of type 'struct not_an_operation'}}
  int x = await p; // expected-error {{'await' needs a task or an operation, not a value of type 'char *'}}
  static int k = await f(1); // expected-error {{'await' in the initializer of a static variable}}
  return x + k;
}
