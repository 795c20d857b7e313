// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A group in a function that is no task.
// RUN: %cc1_verify -fblocks %s

#include <yieldc/task.h>

task(int) f(int x);

int plain(void) {
  task_group(g); // expected-error {{the task_group 'g' is not in a task, and what ends its scope could not wait for its tasks; declare that the function returns task(R)}}
  return task_spawn(g, f(1));
}
task(int) fine(void) {
  task_group(g);
  return task_spawn(g, f(1));
}
task(int) in_a_block(void) {
  void (^block)(void) = ^{
    task_group(h); // expected-error {{the task_group 'h' is not in a task}}
    (void)h;
  };
  block();
  return 0;
}
