// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Timeouts: nested, zero, of a task that is done already, of one that does not
// want to end; deadlines; a shield.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

struct pair {
  double x, y;
};

static task(long) after(int ms, long result) {
  GUARD g = ms;
  await task_sleep(ms);
  return result;
}
static task(struct pair) pair_after(int ms, double x) {
  await task_sleep(ms);
  if (x < 0)
    task_fail(-EIO);
  return (struct pair){x, 2 * x};
}
static task(void) plain(int ms) { await task_sleep(ms); }
static task(int) at_once(void) { return 3; }

static task(int) one(void) {
  EXPECT(await task_timeout(10, after(5, 42)) == 42);
  EXPECT(task_now() == 5);
  EXPECT(await task_timeout(10, after(15, 42)) == -ETIMEDOUT);
  EXPECT(task_now() == 15);
  EXPECT_NOTES("~5 ~15"); // its scopes have ended
  int err;
  struct pair p = task_catch(err, await task_timeout(10, pair_after(15, 3)));
  EXPECT(err == -ETIMEDOUT && p.x == 0);
  p = task_catch(err, await task_timeout(10, pair_after(5, 3)));
  EXPECT(!err && p.y == 6);
  p = task_catch(err, await task_timeout(10, pair_after(5, -3)));
  EXPECT(err == -EIO);
  EXPECT(task_catch(err, await task_timeout(1, after(5, 1))) == -ETIMEDOUT &&
         err == -ETIMEDOUT);
  await task_timeout(5, plain(1));
  task_catch(err, await task_timeout(5, plain(10)));
  EXPECT(err == -ETIMEDOUT);
  EXPECT(await task_timeout(UINT64_MAX, at_once()) == 3);
  EXPECT(await task_timeout(5, (task(int))0) == -ENOMEM);
  task(long) t = after(1, 9);
  EXPECT(await task_timeout(5, t) == 9);
  expect_notes[0] = 0;
  return 0;
}

static task(long) nested(int inner) {
  GUARD g = 1;
  return await task_timeout(inner, after(100, 1));
}
static task(int) in_one_another(void) {
  EXPECT(await task_timeout(20, nested(10)) == -ETIMEDOUT); // the inner one's
  EXPECT(task_now() == 10);
  EXPECT(await task_timeout(10, nested(20)) == -ETIMEDOUT); // the outer one's
  EXPECT(task_now() == 20);
  EXPECT(await task_timeout(10, nested(10)) == -ETIMEDOUT);
  EXPECT(await task_timeout(200, nested(150)) == 1);
  EXPECT_NOTES("~100 ~1 ~100 ~1 ~100 ~1 ~100 ~1");
  return 0;
}

static task(int) zero(void) {
  EXPECT(await task_timeout(0, at_once()) == 3);
  EXPECT(await task_timeout(0, after(1, 3)) == -ETIMEDOUT);
  EXPECT(await task_timeout(0, after(0, 3)) == 3); // it was ready
  EXPECT(await task_deadline(task_now() + 5, after(3, 4)) == 4);
  EXPECT(await task_deadline(task_now() + 5, after(8, 4)) == -ETIMEDOUT);
  EXPECT(await task_deadline(0, after(8, 4)) == -ETIMEDOUT); // is past
  EXPECT(task_now() == 8);
  expect_notes[0] = 0;
  return 0;
}

static task(int) stubborn(void) {
  int err;
  task_catch(err, await task_sleep(1000));
  EXPECT(err == -ECANCELED);
  await task_sleep(5);
  return 7; // it has succeeded nevertheless
}
static task(int) in_the_last_moment(struct task_event *event) {
  await task_event_wait(event);
  return 8;
}
static task(int) late_success(void) {
  EXPECT(await task_timeout(10, stubborn()) == 7);
  EXPECT(task_now() == 15);
  struct task_event event = {.is_set = true};
  EXPECT(await task_timeout(0, in_the_last_moment(&event)) == 8);
  return 0;
}

// One that awaits with a timeout is cancelled.
static task(int) cancelled(void) {
  task_group(g);
  struct task_job *job = task_start(g, nested(50));
  await task_sleep(1);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT_NOTES("~100 ~1");
  EXPECT(task_now() == 1);
  return 0;
}

static task(int) behind_a_shield(long *result) {
  *result = await task_shield(after(20, 9));
  note("delivered");
  await task_sleep(1);
  note("not here");
  return 1;
}
static task(int) shielded(void) {
  task_group(g);
  long result = 0;
  struct task_job *job = task_start(g, behind_a_shield(&result));
  await task_sleep(1);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT(result == 9 && task_now() == 20);
  EXPECT_NOTES("~20 delivered");
  // A timeout does not get through either; what it shields succeeds.
  EXPECT(await task_timeout(5, behind_a_shield(&result)) == -ETIMEDOUT);
  EXPECT(task_now() == 40);
  EXPECT(await task_shield(at_once()) == 3);
  return 0;
}

static task(long) returns_the_code(int ms) {
  int err;
  task_catch(err, await task_sleep(ms));
  return err;
}
static task(long) exactly(int ms) {
  await task_sleep(ms);
  return 3;
}
static task(int) at_the_limit(void) {
  EXPECT(await task_timeout(5, returns_the_code(10)) == -ETIMEDOUT);
  EXPECT(await task_timeout(5, exactly(5)) == 3);
  EXPECT(await task_timeout(5, exactly(6)) == -ETIMEDOUT);
  return 0;
}

// A task that is told to end as it awaits with a timeout: what that took over is
// dropped, and the value it catches is zero.
static task(int) told_before(void) {
  int err;
  expect_notes[0] = 0;
  task_cancel(task_current());
  struct pair p = task_catch(err, await task_timeout(5, pair_after(1, 3)));
  EXPECT(err == -ECANCELED && p.x == 0 && p.y == 0);
  task_cancel(task_current());
  task_catch(err, await task_shield(plain(1))); // which can't be given up
  EXPECT(err == 0);
  task_catch(err, await task_sleep(1));
  EXPECT(err == -ECANCELED);
  task(long) all[2] = {after(1, 1), after(2, 2)};
  task_cancel(task_current());
  task_catch(err, await task_gather(all, 2));
  EXPECT(err == -ECANCELED && !all[0] && !all[1]);
  p = task_catch(err, await task_timeout(5, (task(struct pair))0));
  EXPECT(err == -ENOMEM && p.x == 0 && p.y == 0);
  EXPECT_NOTES("");
  return 0;
}

int main(void) {
  EXPECT(task_run_virtual(one()) == 0);
  EXPECT(task_run_virtual(in_one_another()) == 0);
  EXPECT(task_run_virtual(zero()) == 0);
  EXPECT(task_run_virtual(late_success()) == 0);
  EXPECT(task_run_virtual(cancelled()) == 0);
  EXPECT(task_run_virtual(shielded()) == 0);
  EXPECT(task_run_virtual(at_the_limit()) == 0);
  EXPECT(task_run_virtual(told_before()) == 0);
}
