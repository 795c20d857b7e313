// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the macros of tasks say of wrong arguments.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);
stream(int) s(void);

static task(double) real(void) { return 1; }
static generator(int) g(void) { yield 1; }
int run(void) {
  double x;
  int n;
  task_run(5); // expected-error {{task_run: a task is expected (of a task's function: call it)}}
  task_run(f); // expected-error {{task_run: a task is expected}}
  task_run(s()); // expected-error {{task_run: a task is expected}}
  task_run(real()); // expected-error {{task_run: the task returns no signed integer; write task_run(t, &result)}}
  task_run(real(), &n); // expected-error {{task_run: the last argument must be a pointer to the type that the task returns}}
  task_run(real(), &x);
  task_run(real(), &x, 3); // expected-error {{wrong number of arguments: task_run(t) or task_run(t, &result)}}
  task_drop(g()); // expected-error {{task_drop: a task or a stream is expected}}
  gen_close(f(1)); // expected-error {{a generator is expected here}}
  return 0;
}
task(int) awaits(void) {
  task_group(h);
  long l;
  task_spawn(h, 5); // expected-error {{task_spawn: a task is expected}}
  task_spawn(h); // expected-error {{wrong number of arguments: task_spawn(group, t) or task_spawn(group, t, &result)}}
  task_spawn(h, f(1), &l); // expected-error {{task_spawn: the last argument must be a pointer to the type that the task returns}}
  await task_timeout(1, g()); // expected-error {{task_timeout: a task is expected}}
  task(int) all[1] = {f(1)};
  await task_gather(all, 1, &l); // expected-error {{task_gather: the last argument must be a pointer to the type that the task returns}}
  foreach (x, s()) // expected-error {{foreach: the second argument must be a generator}}
    (void)x;
  foreach_await (x, f(1)) // expected-error {{foreach_await: the second argument must be a stream or a generator (of a function: call it)}}
    (void)x;
  typedef int three[3];
  task(three) array; // expected-error {{task(R): R must not be an array, const, volatile or _Atomic}}
  return 0;
}
