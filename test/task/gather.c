// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Gather keeps the order, ends the others at the first failure, or, as settle,
// tells of each; race takes the first that succeeds.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

static task(long) after(int ms, long result) {
  GUARD g = ms;
  await task_sleep(ms);
  return result;
}
static task(void) plain(int ms) { await task_sleep(ms); }
static task(double) real(int ms, double x) {
  await task_sleep(ms);
  if (x < 0)
    task_fail(-EIO);
  return x;
}

static task(int) gathers(void) {
  long results[3];
  task(long) all[] = {after(30, 1), after(10, 2), after(20, 3)};
  EXPECT(await task_gather(all, 3, results) == 0);
  EXPECT(results[0] == 1 && results[1] == 2 && results[2] == 3);
  EXPECT_NOTES("~10 ~20 ~30");
  EXPECT(await task_gather(all, 3, results) == -ENOMEM); // they are spent

  task(long) one_fails[] = {after(30, 1), after(10, 2), after(20, -EIO)};
  EXPECT(await task_gather(one_fails, 3, results) == -EIO);
  EXPECT(results[0] == -ECANCELED && results[1] == 2 && results[2] == -EIO);
  EXPECT_NOTES("~10 ~20 ~30");

  task(long) all_fail[] = {after(3, -1), after(1, -2), after(2, -3)};
  EXPECT(await task_gather(all_fail, 3, results) == -2);
  task(void) voids[] = {plain(1), plain(2)};
  EXPECT(await task_gather(voids, 2) == 0);
  task(double) reals[] = {real(1, 1.5), real(2, -1)};
  double values[2] = {7, 7};
  EXPECT(await task_gather(reals, 2, values) == -EIO);
  EXPECT(values[0] == 1.5 && values[1] == 0);
  EXPECT(await task_gather((task(void) *)0, 0) == 0);
  task(long) with_null[] = {after(1, 1), 0};
  expect_notes[0] = 0;
  EXPECT(await task_gather(with_null, 2, results) == -ENOMEM);
  EXPECT_NOTES("");
  return 0;
}

static task(int) settles(void) {
  long results[3];
  int codes[3];
  task(long) all[] = {after(30, 1), after(10, -EIO), after(20, 3)};
  EXPECT(await task_settle(all, 3, results, codes) == 1);
  EXPECT(results[0] == 1 && results[1] == -EIO && results[2] == 3);
  EXPECT(codes[0] == 0 && codes[1] == -EIO && codes[2] == 0);
  EXPECT_NOTES("~10 ~20 ~30");
  task(long) all_fail[] = {after(3, -1), after(1, -2), after(2, -3)};
  EXPECT(await task_settle(all_fail, 3, results, codes) == 3);
  EXPECT(codes[0] == -1 && codes[1] == -2 && codes[2] == -3);
  expect_notes[0] = 0;
  return 0;
}

static task(int) races(void) {
  long result = 0;
  task(long) all[] = {after(30, 1), after(10, -EIO), after(20, 3)};
  EXPECT(await task_race(all, 3, &result) == 2);
  EXPECT(result == 3 && task_now() == 20);
  EXPECT_NOTES("~10 ~20 ~30");
  task(long) all_fail[] = {after(3, -1), after(1, -2)};
  EXPECT(await task_race(all_fail, 2, &result) == -2);
  task(long) tie[] = {after(5, 4), after(5, 5)};
  EXPECT(await task_race(tie, 2) == 0);
  EXPECT(await task_race(tie, 0) == -EINVAL);
  expect_notes[0] = 0;
  return 0;
}

static task(int) gathering(int how) {
  long results[2];
  int codes[2];
  task(long) all[] = {after(30, 1), after(10, 2)};
  switch (how) {
  case 0:
    return await task_gather(all, 2, results);
  case 1:
    return await task_settle(all, 2, results, codes);
  }
  return await task_race(all, 2, results);
}
static task(int) cancelled(void) {
  for (int how = 0; how < 3; ++how) {
    EXPECT(await task_timeout(5, gathering(how)) == -ETIMEDOUT);
    EXPECT_NOTES("~10 ~30");
  }
  EXPECT(task_now() == 15);
  return 0;
}

// Cancelled when one had failed already.
static task(int) settling(void) {
  long results[2];
  int codes[2];
  task(long) all[] = {after(1, -EIO), after(100, 2)};
  await task_settle(all, 2, results, codes);
  note("not here");
  return 0;
}
static task(int) cancelled_after_a_failure(void) {
  task_group(g);
  struct task_job *job = task_start(g, settling());
  await task_sleep(5);
  task_cancel(job);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT_NOTES("~1 ~100");
  return 0;
}

int main(void) {
  EXPECT(task_run_virtual(gathers()) == 0);
  EXPECT(task_run_virtual(settles()) == 0);
  EXPECT(task_run_virtual(races()) == 0);
  EXPECT(task_run_virtual(cancelled()) == 0);
  EXPECT(task_run_virtual(cancelled_after_a_failure()) == 0);
}
