// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What tasks cost: tasks WHAT COUNT prints nanoseconds (of `sleepers`: bytes)
// for each of COUNT.

#define _GNU_SOURCE
#include "figures.h"
#include <yieldc/task.h>
#include <yieldc/task/map.h>
#include <yieldc/task/work.h>

// ---- Started and waited for -------------------------------------------------

task(int) one(int n) { return n + 1; }

static task(int) spawn(long count) {
  double begin = now();
  for (long i = 0; i < count; ++i) {
    task_group(g);
    task_spawn(g, one(1));
    await task_group_wait(g);
  }
  figure((now() - begin) / count);
  return 0;
}

// ---- Awaited on the spot ----------------------------------------------------

static task(int) maybe(long n) {
  if (n < 0)
    await task_sleep(1);
  return (int)n & 1;
}

static task(int) spot(long count) {
  double begin = now();
  long sum = 0;
  for (long i = 0; i < count; ++i) {
    __asm__ volatile("" : "+r"(i)); // the loop is not to be computed at once
    sum += await maybe(i);
  }
  figure((now() - begin) / count);
  return sum == count / 2 ? 0 : 1;
}

// ---- From one task to another, and back -------------------------------------

static task(int) echo(struct task_queue *in, struct task_queue *out) {
  for (long item; !await task_get(in, &item);)
    await task_put(out, &item);
  return 0;
}

static task(int) queue(long count) {
  struct task_queue to, from;
  if (task_queue_open(&to, sizeof(long), 1) ||
      task_queue_open(&from, sizeof(long), 1))
    return 1;
  long sum = 0;
  {
    task_group(g);
    task_spawn(g, echo(&to, &from));
    double begin = now();
    for (long i = 0, back; i < count; ++i) {
      await task_put(&to, &i);
      await task_get(&from, &back);
      sum += back == i;
    }
    figure((now() - begin) / count);
    task_queue_close(&to);
    await task_group_wait(g);
  }
  task_queue_close(&from);
  task_queue_free(&to);
  task_queue_free(&from);
  return sum == count ? 0 : 1;
}

// ---- Sleeping ---------------------------------------------------------------

task(void) sleeper(unsigned milliseconds) { await task_sleep(milliseconds); }

static task(int) sleepers(long count) {
  task_group(g);
  long before = resident();
  for (long i = 0; i < count; ++i)
    task_spawn(g, sleeper(3600000 + (unsigned)i * 7919u % 1000000));
  await task_sleep(1);
  figure((double)(resident() - before) / count);
  return 0;
}

// ---- On another thread ------------------------------------------------------

static int nothing(void *argument) {
  (void)argument;
  return 0;
}

static task(int) hands_over(long count) {
  for (long i = 0; i < count; ++i)
    await task_work(nothing, NULL);
  return 0;
}

static task(int) work(long count, int under_way) {
  double begin = now();
  task_group(g);
  for (int i = 0; i < under_way; ++i)
    task_spawn(g, hands_over(count / under_way));
  await task_group_wait(g);
  figure((now() - begin) / count);
  return 0;
}

// ---- A parallel map ---------------------------------------------------------

static generator(long) upto(long last) {
  for (long i = 0; i < last; ++i)
    yield i;
}

static int map(long count, unsigned threads) {
  struct task_pool *pool;
  if (task_pool_start(&pool, threads))
    return 1;
  double begin = now();
  long sum = 0;
  foreach (x, task_map(pool, busy, upto(count), 64))
    sum += x;
  figure((now() - begin) / count);
  return task_pool_shutdown(pool, TASK_DRAIN) || !sum;
}

int main(int argc, char **argv) {
  long count = argc == 3 ? atol(argv[2]) : 0;
  const char *what = count ? argv[1] : "";
  if (!strcmp(what, "spawn"))
    return task_run(spawn(count));
  if (!strcmp(what, "spot"))
    return task_run(spot(count));
  if (!strcmp(what, "queue"))
    return task_run(queue(count));
  if (!strcmp(what, "sleepers"))
    return task_run(sleepers(count));
  if (!strcmp(what, "work"))
    return task_run(work(count, 1));
  if (!strcmp(what, "work64"))
    return task_run(work(count, 64));
  if (!strcmp(what, "map"))
    return map(count, 1);
  if (!strcmp(what, "map2"))
    return map(count, 2);
  return 2;
}
