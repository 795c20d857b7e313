// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// task_catch and task_fail without what they need, in a task; neither of them, nor
// foreach_await, works elsewhere.
// RUN: %cc1_verify %s

#include <yieldc/task.h>

task(int) f(int x);
stream(int) s(void);

task(int) catches(void) {
  int err;
  long wide;
  task_catch(err, f(1)); // expected-error {{task_catch is written task_catch(err, await e), where err is an int variable}}
  task_catch(err); // expected-error {{task_catch is written task_catch(err, await e)}}
  task_catch(wide, await f(1)); // expected-error-re {{static {{.*}}task_catch: the first argument must be an int variable}}
  task_fail(); // expected-error {{task_fail is written task_fail(code), where code is an int other than 0}}
  return 0;
}
int plain(void) {
  task_fail(1); // expected-error {{'task_fail' is unavailable: it works only in the body of a task or a stream: a function that returns task(R) or stream(Y)}}
  foreach_await (x, s()) // expected-error {{'yieldc_await_next' is unavailable: foreach_await works only in the body of a task or a stream: a function that returns task(R) or stream(Y)}}
    (void)x;
  return 0;
}
// expected-note@*:* 0+ {{}}
