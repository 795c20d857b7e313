// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Neither awaiting in a loop a million times nor a chain of tasks 100,000 deep
// grows the C stack, whether they finish at once or are cancelled; here that has
// 256 KB.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <yieldc/task.h>

enum { DEPTH = 100000, TIMES = 1000000 };

static task(int) at_once(int n) { return n; }
static task(int) often(void) {
  int sum = 0;
  for (int i = 0; i < TIMES; ++i)
    sum += await at_once(1);
  return sum;
}

// The innermost ends, and then all of them at once.
static task(int) chain(int depth, int ms) {
  if (!depth) {
    if (ms)
      await task_sleep(ms);
    return 0;
  }
  return 1 + await chain(depth - 1, ms);
}
static task(void) falling(int depth) {
  if (depth)
    await falling(depth - 1);
  else
    task_fail(-EIO);
}
static task(int) catches(void) {
  int err;
  task_catch(err, await falling(DEPTH));
  return err;
}

// Tasks that each wait for the end of the one before.
static task(int) joins(struct task_job *before) {
  return before ? await task_join(before) : 0;
}
static task(int) joined(void) {
  task_group(g);
  struct task_job *last = 0;
  for (int i = 0; i < DEPTH; ++i) {
    last = task_start(g, joins(last));
    EXPECT(last);
  }
  EXPECT(await task_join(last) == 0);
  return await task_group_wait(g);
}

static stream(int) counts(int to) {
  for (int i = 0; i < to; ++i)
    yield i;
}
static stream(int) nested(int depth) {
  if (!depth)
    foreach_await (x, counts(3))
      yield x;
  else
    foreach_await (x, nested(depth - 1))
      yield x;
}
static task(int) streams(void) {
  long sum = 0;
  foreach_await (x, counts(TIMES))
    sum += x;
  EXPECT(sum == (long)TIMES * (TIMES - 1) / 2);
  sum = 0;
  foreach_await (x, nested(DEPTH / 10))
    sum += x;
  EXPECT(sum == 3);
  foreach_await (x, nested(DEPTH / 10))
    if (x == 1)
      break;
  return 0;
}

static void *run(void *unused) {
  EXPECT(task_run_virtual(often()) == TIMES);
  EXPECT(task_run_virtual(chain(DEPTH, 0)) == DEPTH);
  EXPECT(task_run_virtual(chain(DEPTH, 5)) == DEPTH);
  EXPECT(task_run_virtual(catches()) == -EIO);
  EXPECT(task_run_virtual(joined()) == 0);
  EXPECT(task_run_virtual(streams()) == 0);
  return unused;
}
static task(int) cancels(void) {
  EXPECT(await task_timeout(1, chain(DEPTH, 1000)) == -ETIMEDOUT);
  return 0;
}
static void *run_cancelled(void *unused) {
  EXPECT(task_run_virtual(cancels()) == 0);
  return unused;
}

int main(void) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  EXPECT(!pthread_attr_setstacksize(&small, 256 << 10));
  void *(*const all[])(void *) = {run, run_cancelled};
  for (int i = 0; i < 2; ++i) {
    pthread_t thread;
    EXPECT(!pthread_create(&thread, &small, all[i], 0));
    pthread_join(thread, 0);
  }
}
