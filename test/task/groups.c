// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nothing outlives its group: however its scope is left, those of its tasks that
// are left are cancelled and waited for, while the variables around it live; the
// first failure cancels the others and is what the group reports.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static task(int) after(int ms, int result) {
  GUARD g = ms;
  await task_sleep(ms);
  return result;
}

// Awaits while it unwinds.
static task(int) slow_to_end(int *alive) {
  int err;
  ++*alive;
  task_catch(err, await task_sleep(1000));
  await task_sleep(10);
  --*alive;
  note("ended");
  return 0;
}

static task(int) waits_for_all(void) {
  task_group(g);
  EXPECT(await task_group_wait(g) == 0); // empty
  int results[3];
  for (int i = 0; i < 3; ++i)
    EXPECT(task_spawn(g, after(10 * (3 - i), i), &results[i]) == 0);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT(results[0] == 0 && results[1] == 1 && results[2] == 2);
  EXPECT_NOTES("~10 ~20 ~30");
  EXPECT(task_now() == 30);
  return 0;
}

static task(int) first_failure(void) {
  task_group(g);
  int a = 1, b = 1, c = 1;
  task_spawn(g, after(5, 3), &a);
  task_spawn(g, after(10, -EIO), &b);
  task_spawn(g, after(1000, 4), &c);
  await task_sleep(20); // is not disturbed itself
  EXPECT(task_spawn(g, after(1, 1)) == -ECANCELED);
  EXPECT(await task_group_wait(g) == -EIO);
  EXPECT(a == 3 && b == -EIO && c == -ECANCELED);
  EXPECT_NOTES("~5 ~10 ~1000");
  // And goes on.
  task_spawn(g, after(1, 1));
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("~1");
  // One that is cancelled alone is no failure.
  struct task_job *job = task_start(g, after(50, 0));
  task_spawn(g, after(30, 0));
  await task_sleep(1);
  task_cancel(job);
  task_leave(job);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("~50 ~30");
  return 0;
}

static task(int) leaves(int how, int *alive) {
  GUARD outer = 1;
  for (int i = 0; i < 1; ++i) {
    GUARD inner = 2;
    task_group(g);
    GUARD innermost = 3;
    task_spawn(g, slow_to_end(alive));
    await task_sleep(1);
    switch (how) {
    case 0:
      return 7;
    case 1:
      goto out;
    case 2:
      task_fail(-EIO);
    case 3:
      await task_sleep(1000); // is cancelled here
    case 4:
      break;
    case 5:
      continue;
    }
  }
out:
  EXPECT(*alive == 0);
  return 8;
}

static task(int) left_in_any_way(void) {
  static const int codes[] = {7, 8, -EIO, -ECANCELED, 8, 8};
  for (int how = 0; how < 6; ++how) {
    int alive = 0, out;
    task_group(g);
    struct task_job *job = task_start(g, leaves(how, &alive), &out);
    await task_sleep(5);
    if (how == 3)
      task_cancel(job);
    await task_join(job);
    EXPECT(out == codes[how] && !alive);
    EXPECT_NOTES("~3 ended ~2 ~1");
  }
  return 0;
}

// Cancelled again while it waits for its group's tasks: they are told again,
// and it waits all the same.
static task(int) cancelled_while_leaving(void) {
  int alive = 0, out;
  task_group(g);
  struct task_job *job = task_start(g, leaves(0, &alive), &out);
  await task_sleep(3);
  EXPECT(alive == 1);
  task_cancel(job);
  EXPECT(await task_join(job) == 0);
  EXPECT(out == 7 && !alive);
  expect_notes[0] = 0;
  return 0;
}

static task(int) waits(struct task_event *event) {
  return await task_event_wait(event);
}
static task(int) inner_group(struct task_event *event) {
  task_group(g);
  for (int i = 0; i < 3; ++i)
    task_spawn(g, waits(event));
  return await task_group_wait(g);
}
static task(int) nested(void) {
  struct task_event event = {0};
  task_group(g);
  for (int i = 0; i < 3; ++i)
    task_spawn(g, inner_group(&event));
  task_spawn(g, after(5, -EPIPE));
  EXPECT(await task_group_wait(g) == -EPIPE);
  EXPECT(!event.waiters.first);
  EXPECT_NOTES("~5");
  return 0;
}

static task(int) spawns_more(struct task_group *g, int n) {
  if (n)
    EXPECT(task_spawn(g, spawns_more(g, n - 1)) == 0);
  await task_sleep(1);
  note_number("", n);
  return 0;
}
static task(int) grows(void) {
  task_group(g);
  task_spawn(g, spawns_more(g, 3));
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("3 2 1 0");
  return 0;
}

static task(int) waited_for(struct task_group *g) {
  return await task_group_wait(g);
}
static task(int) mistakes(void) {
  EXPECT(task_spawn(0, after(1, 1)) == -EINVAL);
  EXPECT(!task_start(0, after(1, 1)));
  EXPECT(task_group_cancel(0) == -EINVAL);
  EXPECT(await task_group_wait(0) == -EINVAL);
  task_group(g);
  EXPECT(task_spawn(g, (task(int))0) == -ENOMEM);
  task_group(h);
  task_spawn(h, after(5, 1));
  int other = 1;
  task_spawn(g, waited_for(h), &other);
  await task_sleep(1);
  EXPECT(await task_group_wait(h) == -EINVAL); // another waits for it
  EXPECT(await task_group_wait(g) == 0 && !other);
  expect_notes[0] = 0;
  return 0;
}

// Others may wait for a group as well; a member of it may not; and what is left
// is waited for in any case.
static task(int) leaves_while_another_waits(struct task_group *outer,
                                            int *alive, int *other) {
  task_group(g);
  task_spawn(g, slow_to_end(alive));
  task_spawn(outer, waited_for(g), other);
  await task_sleep(1);
  return 3;
}
static task(int) waits_from_within(struct task_group *g) {
  return await task_timeout(10, waited_for(g));
}
static task(int) several_waiters(void) {
  task_group(outer);
  int alive = 0, other = 1, inner = 1;
  EXPECT(await leaves_while_another_waits(outer, &alive, &other) == 3);
  EXPECT(!alive);
  EXPECT(await task_group_wait(outer) == 0 && other == 0);
  task_spawn(outer, waits_from_within(outer), &inner);
  EXPECT(await task_group_wait(outer) == -EDEADLK && inner == -EDEADLK);
  EXPECT_NOTES("ended");
  return 0;
}

// Tasks that start their successors end with the group, and with the loop.
static task(int) restarts(struct task_group *g, int *count) {
  await task_sleep(1);
  ++*count;
  task_spawn(g, restarts(g, count));
  return 0;
}
static int in_the_background;
static task(int) restarted(void) {
  int count = 0;
  {
    task_group(g);
    task_spawn(g, restarts(g, &count));
    task_spawn(g, restarts(g, &count));
    await task_sleep(5);
    task_group_cancel(g);
    EXPECT(task_spawn(g, after(1, 1)) == -ECANCELED);
    EXPECT(await task_group_wait(g) == 0);
    EXPECT(task_spawn(g, restarts(g, &count)) == 0);
    await task_sleep(5);
  }
  EXPECT(count >= 8 && count <= 16);
  task_spawn(task_background(), restarts(task_background(), &in_the_background));
  await task_sleep(5);
  return 0;
}

// One that is of no scope ends with the loop, and can be used in the next.
static struct task_group global;
static task(int) uses_global(int ms) {
  EXPECT(task_spawn(&global, after(ms, 1)) == 0);
  await task_sleep(5);
  return 0;
}

int main(void) {
  EXPECT(task_run_virtual(waits_for_all()) == 0);
  EXPECT(task_run_virtual(first_failure()) == 0);
  EXPECT(task_run_virtual(left_in_any_way()) == 0);
  EXPECT(task_run_virtual(cancelled_while_leaving()) == 0);
  EXPECT(task_run_virtual(nested()) == 0);
  EXPECT(task_run_virtual(grows()) == 0);
  EXPECT(task_run_virtual(mistakes()) == 0);
  EXPECT(task_run_virtual(several_waiters()) == 0);
  EXPECT(task_run_virtual(restarted()) == 0);
  for (int ms = 100; ms < 103; ++ms) {
    EXPECT(task_run_virtual(uses_global(ms)) == 0);
    EXPECT(!global.first && strstr(expect_notes, "~10"));
    expect_notes[0] = 0;
  }
}
