// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` in a function that is no task: says what to declare; the rest of the
// function is not looked at. As a name of something else it is one.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);

int plain(int n) {
  return 1 + await f(n); // expected-error {{'await' outside a task; to make 'plain' one, declare that it returns a task: task(int) plain(...)}}
}
int main(void) {
  await f(1); // expected-error {{'await' outside a task; move what awaits into a task, and run that: task_run(...)}}
}
int a_name(int await) { return await + 1; }
int a_variable(void) {
  int await = 3;
  return await;
}
struct member {
  int await;
};
task(int) of_a_member(struct member m) {
  await task_sleep(1);
  return m.await + (&m)->await;
}
