// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A task that is made and never awaited is warned of, and a stream.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);
stream(int) s(void);

task(int) forgets(void) {
  f(1); // expected-warning {{it makes a task, which never runs if it is lost here; await it, or start it with task_spawn}}
  s(); // expected-warning {{it makes a stream, which is lost here; consume it with foreach_await}}
  (void)f(1);
  task_sleep(1); // expected-warning {{ignoring return value}}
  return 0;
}
task(int) never_awaited(void) {
  task(int) t = f(1); // expected-warning {{the task 't' is never awaited, and so never runs; await it, start it with task_spawn, or end it with task_drop}}
  stream(int) v = s(); // expected-warning {{the stream 'v' is never consumed; consume it with foreach_await, or end it with task_drop}}
  task(int) u = f(2);
  return await u;
}
