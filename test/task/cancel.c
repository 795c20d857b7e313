// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A task is cancelled before it begins, while it sleeps, while it awaits another,
// twice, by itself, and from another task's cleanup; its scopes end, innermost
// first, and what it awaited is given up.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static task(int) sleeps(int ms) {
  GUARD g = ms;
  note("begins");
  await task_sleep(ms);
  note("wakes");
  return ms;
}
static task(int) awaits(int ms) {
  GUARD g = 1;
  int result = await sleeps(ms);
  note("not here"); // that it is cancelled is no result
  return result;
}

static task(int) before_it_begins(void) {
  task_group(g);
  int out = 5;
  struct task_job *job = task_start(g, sleeps(10), &out);
  EXPECT(task_cancel(job) == 0);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT(out == -ECANCELED);
  EXPECT_NOTES("");
  return 0;
}

static task(int) while_it_waits(void) {
  task_group(g);
  int out = 5;
  struct task_job *job = task_start(g, sleeps(1000), &out);
  await task_sleep(1);
  EXPECT(task_cancel(job) == 0);
  EXPECT(task_cancel(job) == 0); // twice
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT(out == -ECANCELED);
  EXPECT_NOTES("begins ~1000");
  EXPECT(task_now() < 1000);

  job = task_start(g, awaits(1000));
  await task_sleep(1);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT_NOTES("begins ~1000 ~1");

  job = task_start(g, awaits(2));
  task_leave(job);
  await task_sleep(5);
  EXPECT_NOTES("begins wakes ~2 not here ~1");
  return 0;
}

static task(int) catches(int *how_often) {
  int err;
  for (;;) {
    task_catch(err, await task_sleep(1000));
    if (!err)
      return 7;
    ++*how_often;
  }
}

static task(int) again_and_again(void) {
  task_group(g);
  int out, count = 0;
  struct task_job *job = task_start(g, catches(&count), &out);
  for (int i = 0; i < 3; ++i) {
    await task_sleep(1);
    task_cancel(job);
  }
  EXPECT(await task_join(job) == 0);
  EXPECT(out == 7 && count == 3);
  return 0;
}

static task(int) itself(void) {
  GUARD g = 2;
  EXPECT(task_cancel(task_current()) == 0);
  note("goes on");
  await task_sleep(0);
  note("not here");
  return 0;
}

static task(int) by_itself(void) {
  task_group(g);
  struct task_job *job = task_start(g, itself());
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT_NOTES("goes on ~2");
  // Who ends before it is told has ended as usual.
  return 0;
}

static void cancel_job(struct task_job **job) {
  note("cleanup");
  EXPECT(task_cancel(*job) == 0);
}
static task(int) has_cleanup(struct task_job *other) {
  __attribute__((cleanup(cancel_job))) struct task_job *job = other;
  await task_sleep(1000);
  return 0;
}
static task(int) from_a_cleanup(void) {
  task_group(g);
  struct task_job *victim = task_start(g, sleeps(1000));
  struct task_job *job = task_start(g, has_cleanup(victim));
  await task_sleep(1);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT(await task_join(victim) == -ECANCELED);
  EXPECT_NOTES("begins cleanup ~1000");
  // Its own, while it unwinds: it has been told already.
  return 0;
}

static void cancel_self(int *unused) {
  (void)unused;
  EXPECT(task_cancel(task_current()) == 0);
}
static task(int) unwinding(void) {
  __attribute__((cleanup(cancel_self))) int guard = 0;
  await task_sleep(1000);
  return guard;
}
static task(int) while_it_unwinds(void) {
  task_group(g);
  struct task_job *job = task_start(g, unwinding());
  await task_sleep(1);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  return 0;
}

// What was awaited and came at the same time is not lost.
static task(int) gets(struct task_queue *queue) {
  int item = 0;
  EXPECT(await task_get(queue, &item) == 0);
  note_number("item ", item);
  await task_sleep(0);
  note("not here");
  return 0;
}
static task(int) with_an_item(void) {
  struct task_queue queue;
  EXPECT(task_queue_open(&queue, sizeof(int), 1) == 0);
  task_group(g);
  struct task_job *job = task_start(g, gets(&queue));
  await task_sleep(1);
  EXPECT(task_try_put(&queue, &(int){3}) == 0);
  task_cancel(job); // it is ready to run, with the item
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT_NOTES("item 3");
  task_queue_close(&queue);
  EXPECT(task_queue_free(&queue) == 0);
  return 0;
}

static task(int) awaits_itself(void) {
  EXPECT(await task_join(task_current()) == -EINVAL);
  return 0;
}
static task(int) joins(struct task_job *job) { return await task_join(job); }
static task(int) mistakes(void) {
  EXPECT(task_cancel(0) == -EINVAL);
  EXPECT(await task_join(0) == -EINVAL);
  task_group(g);
  struct task_job *self = task_start(g, awaits_itself());
  EXPECT(await task_join(self) == 0);
  struct task_job *job = task_start(g, sleeps(5));
  struct task_job *other = task_start(g, joins(job));
  await task_sleep(1);
  EXPECT(await task_join(job) == -EINVAL); // another joins it
  EXPECT(await task_join(other) == 0);
  job = task_start(g, sleeps(5));
  await task_sleep(10);
  EXPECT(task_cancel(job) == -EALREADY);
  EXPECT(await task_join(job) == 0);
  // Who waits for a task can be cancelled without it.
  job = task_start(g, sleeps(5));
  other = task_start(g, joins(job));
  await task_sleep(1);
  task_cancel(other);
  EXPECT(await task_join(other) == -ECANCELED);
  EXPECT(await task_join(job) == 0);
  expect_notes[0] = 0;
  return 0;
}

int main(void) {
  EXPECT(task_run_virtual(before_it_begins()) == 0);
  EXPECT(task_run_virtual(while_it_waits()) == 0);
  EXPECT(task_run_virtual(again_and_again()) == 0);
  EXPECT(task_run_virtual(by_itself()) == 0);
  EXPECT(task_run_virtual(from_a_cleanup()) == 0);
  EXPECT(task_run_virtual(while_it_unwinds()) == 0);
  EXPECT(task_run_virtual(with_an_item()) == 0);
  EXPECT(task_run_virtual(mistakes()) == 0);
  EXPECT(task_run_virtual(itself()) == -ECANCELED);
  EXPECT_NOTES("goes on ~2");
}
