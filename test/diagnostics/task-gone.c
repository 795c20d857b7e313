// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A task that is awaited, started or run twice is warned of.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);

task(int) twice(task(int) given) {
  task(int) t = f(1);
  await t; // expected-note {{awaited or taken over here}}
  await t; // expected-warning {{'t' is used after its task was awaited or taken over, and a task runs once; make a new one, or keep its result}}
  t = f(2);
  task_group(g);
  task_spawn(g, t); // expected-note {{awaited or taken over here}}
  await task_timeout(5, t); // expected-warning {{'t' is used after its task was awaited}}
  await given; // expected-note {{awaited or taken over here}}
  return await given; // expected-warning {{'given' is used after its task was awaited}}
}
int run(void) {
  task(int) t = f(1);
  task_run(t); // expected-note {{awaited or taken over here}}
  return task_run(t); // expected-warning {{'t' is used after its task was awaited}}
}
// Once is fine, on each way, and in each turn.
task(int) once(int which, task(int) given) {
  task(int) t = f(1);
  if (which)
    await t;
  else
    task_drop(t);
  for (int i = 0; i < 3; ++i) {
    task(int) each = f(i);
    await each;
  }
  return await given;
}
task(int) moves(task(int) given) { return await once(1, task_move(given)); }
task(int) keeps(task(int) given) {
  return await once(1, given); // expected-warning {{'given' is this task's, which closes it again when it ends; write task_move(given)}}
}
