// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a task defers runs once as its scope ends: when it returns, fails, or is
// cancelled where it awaits; `await` can't be deferred.
// REQUIRES: libuv, llvm-22
// RUN: %levels %s -fdefer-ts %task
// RUN: not %yieldcc -fdefer-ts -DWRONG -fsyntax-only %s 2>&1 | FileCheck %s

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static task(int) defers(int ms, int code) {
  _Defer note("outer");
  {
    _Defer note("inner");
    await task_sleep(ms);
    note("awake");
  }
  if (code)
    task_fail(code);
  await task_sleep(ms);
#ifdef WRONG
  _Defer await task_sleep(1);
// CHECK: [[#@LINE-1]]:10: error: 'await' inside _Defer; deferred statements run while the generator unwinds
#endif
  return 1;
}

static task(int) all(void) {
  EXPECT(await defers(1, 0) == 1);
  EXPECT_NOTES("awake inner outer");
  EXPECT(await defers(1, -EIO) == -EIO);
  EXPECT_NOTES("awake inner outer");
  EXPECT(await task_timeout(5, defers(10, 0)) == -ETIMEDOUT);
  EXPECT_NOTES("inner outer");
  EXPECT(await task_timeout(15, defers(10, 0)) == -ETIMEDOUT);
  EXPECT_NOTES("awake inner outer");
  return 0;
}

int main(void) { EXPECT(task_run_virtual(all()) == 0); }
