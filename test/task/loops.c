// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop ends cleanly with tasks pending, says if nothing can happen any more,
// is refused inside of another, and in each of several threads there can be one.
// What belongs to one thread is refused to others.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <yieldc/task.h>

static task(int) sleeps(int ms) {
  GUARD g = ms;
  await task_sleep(ms);
  return ms;
}

static task(int) leaves_tasks(void) {
  EXPECT(task_spawn(task_background(), sleeps(1000)) == 0);
  EXPECT(task_spawn(task_background(), sleeps(2000)) == 0);
  await task_sleep(1);
  EXPECT(task_spawn(task_background(), sleeps(3000)) == 0); // never begins
  return 3;
}

static int unhandled;
void task_unhandled(int code, const char *task, const char *file, int line) {
  EXPECT(code == -EIO && !strcmp(task, "fails()"));
  EXPECT(strstr(file, "loops.c") && line == unhandled);
  unhandled = 0;
}
static task(int) fails(void) { return -EIO; }
static task(int) background_failure(void) {
  unhandled = __LINE__ + 1;
  task_spawn(task_background(), fails());
  await task_sleep(1);
  EXPECT(!unhandled);
  // The others of the background go on.
  task_spawn(task_background(), sleeps(1));
  await task_sleep(5);
  EXPECT_NOTES("~1");
  return 0;
}

static task(int) waits(struct task_event *event) {
  GUARD g = 1;
  return await task_event_wait(event);
}
static task(int) for_each_other(void) {
  struct task_event event = {0};
  task_group(g);
  task_spawn(g, waits(&event));
  return await task_group_wait(g);
}
static task(long) never(void) {
  struct task_event event = {0};
  await task_event_wait(&event);
  return 1;
}

static task(long) shielded(void) { return await task_shield(never()); }

static task(int) within(void) {
  EXPECT(task_run(sleeps(1)) == -EBUSY);
  EXPECT_NOTES("");
  return 0;
}

static task(int) real_time(void) {
  uint64_t begin = task_now();
  await task_sleep(2);
  EXPECT(task_now() - begin >= 2);
  return 0;
}

// ---- Threads ----------------------------------------------------------------

struct shared {
  struct task_queue queue;
  struct task_event event;
  struct task_semaphore semaphore;
  struct task_group *group;
  struct task_job *job;
};

static task(int) foreign(struct shared *shared) {
  int item = 1;
  EXPECT(task_cancel(shared->job) == -EPERM);
  EXPECT(task_group_cancel(shared->group) == -EPERM);
  EXPECT(task_spawn(shared->group, sleeps(1)) == -EPERM);
  EXPECT(await task_group_wait(shared->group) == -EPERM);
  EXPECT(await task_put(&shared->queue, &item) == -EPERM);
  EXPECT(await task_get(&shared->queue, &item) == -EPERM);
  EXPECT(task_queue_close(&shared->queue) == -EPERM);
  EXPECT(task_event_set(&shared->event) == -EPERM);
  EXPECT(task_release(&shared->semaphore) == -EPERM);
  return 5;
}
static void *other_loop(void *shared) {
  EXPECT(task_event_set(&((struct shared *)shared)->event) == -EPERM);
  EXPECT(!task_current() && !task_background() && !task_now());
  return (void *)(long)task_run_virtual(foreign(shared));
}
static task(int) gets(struct shared *shared) {
  int item;
  return await task_get(&shared->queue, &item);
}
static task(int) acquires(struct shared *shared) {
  return await task_acquire(&shared->semaphore);
}
static task(int) two_loops(void) {
  struct shared shared = {.event = {0}};
  task_queue_open(&shared.queue, sizeof(int), 1);
  task_group(g);
  shared.group = g;
  task_spawn(g, gets(&shared));
  task_spawn(g, waits(&shared.event));
  task_spawn(g, acquires(&shared));
  shared.job = task_start(g, sleeps(1000));
  await task_sleep(1);
  pthread_t thread;
  EXPECT(pthread_create(&thread, 0, other_loop, &shared) == 0);
  void *result;
  pthread_join(thread, &result);
  EXPECT(result == (void *)5);
  task_leave(shared.job);
  task_group_cancel(g);
  await task_group_wait(g);
  task_queue_close(&shared.queue);
  EXPECT_NOTES("~1000 ~1");
  return task_queue_free(&shared.queue);
}

// An operation that can't be given up, and never ends: it is left behind.
struct for_ever {
  struct task_op op;
  int result;
};
static bool never_done(struct task_op *op) {
  (void)op;
  return false;
}
static const struct task_op_kind for_ever_kind = {.name = "nothing",
                                                  .start = never_done};
static task(int) for_ever(void) {
  return await (struct for_ever){.op.kind = &for_ever_kind};
}

int main(void) {
  EXPECT(task_run_virtual(leaves_tasks()) == 3);
  EXPECT_NOTES("~2000 ~1000");
  EXPECT(task_run_virtual(background_failure()) == 0);
  EXPECT(task_run(never()) == -EDEADLK);
  EXPECT(task_run(for_each_other()) == -EDEADLK);
  EXPECT(task_run_virtual(for_each_other()) == -EDEADLK);
  EXPECT(task_run(shielded()) == -EDEADLK);
  EXPECT_NOTES("~1 ~1");
  EXPECT(task_run_virtual(within()) == 0);
  EXPECT(task_run(real_time()) == 0);
  EXPECT(task_run_virtual(two_loops()) == 0);
  // Outside of all loops.
  EXPECT(task_spawn(task_background(), sleeps(1)) == -EINVAL);
#ifndef __SANITIZE_ADDRESS__
#if !__has_feature(address_sanitizer)
  EXPECT(task_run(for_ever()) == -EDEADLK); // (its frame is lost)
#endif
#endif
}
