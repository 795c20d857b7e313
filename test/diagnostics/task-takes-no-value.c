// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A value returned by a task without a result, or by a stream.
// RUN: %cc1_verify %s

#include <yieldc/task.h>


task(void) returns(void) {
  return 1; // expected-error {{'task(void)' returns no value: write 'return;', or declare the function task(R), where R is the type of the value}}
}
stream(int) ends(void) {
  return 1; // expected-error {{'stream(int)' returns no value: write 'return;'}}
}
