// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stream awaits and yields; foreach_await takes it, or a plain generator. Left
// early, its scopes end first, and may await meanwhile.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

struct item {
  long key;
  double value;
};

static task(int) number(int n) {
  await task_sleep(1);
  return n;
}
static stream(int) ticks(int from, int to) {
  GUARD g = 1;
  for (int i = from; i < to; ++i) {
    await task_sleep(10);
    yield i;
  }
}
static stream(int) at_once(int to) {
  for (int i = 0; i < to; ++i)
    yield i;
}
static stream(struct item) items(int count) {
  for (int i = 0; i < count; ++i)
    yield (struct item){await number(i), 0.5 * await number(i)};
}
static stream(long) squares(stream(int) source) {
  GUARD g = 2;
  foreach_await (x, source) {
    long square = await number(x * x);
    yield square;
  }
}
static stream(int) empty(void) {
  if (0)
    yield 1;
  await task_sleep(1);
}
static stream(int) fails(int code) {
  yield 1;
  await task_sleep(1);
  task_fail(code);
}
static generator(int) plain(int to) {
  for (int i = 0; i < to; ++i)
    yield i;
}
static generator(int) plain_fails(void) {
  yield 1;
  gen_fail(EPIPE);
}

static task(int) consumes(void) {
  int sum = 0;
  foreach_await (x, ticks(0, 3))
    sum = 10 * sum + x;
  EXPECT(sum == 12 && task_now() == 30);
  EXPECT_NOTES("~1");
  foreach_await (x, at_once(4))
    sum += x;
  EXPECT(sum == 18);
  double total = 0;
  foreach_await (x, items(4))
    total += x.key + x.value;
  EXPECT(total == 9);
  foreach_await (x, squares(ticks(1, 4)))
    note_number("", (int)x);
  EXPECT_NOTES("1 4 9 ~1 ~2");
  foreach_await (x, empty())
    note_number("", x);
  foreach_await (x, plain(3))
    note_number("", x);
  EXPECT_NOTES("0 1 2");
  // In one another, and of a variable.
  stream(int) outer = at_once(2);
  foreach_await (x, outer)
    foreach_await (y, ticks(0, 2)) {
      if (y == 1)
        continue;
      note_number("", await number(10 * x + y));
    }
  EXPECT_NOTES("0 ~1 10 ~1");
  foreach_await (x, at_once(await number(2)))
    note_number("", x);
  EXPECT_NOTES("0 1");
  task_drop(squares(ticks(0, 2)));
  EXPECT_NOTES("");
  return 0;
}

static task(int) left_early(void) {
  foreach_await (x, squares(ticks(1, 100)))
    if (x == 4)
      break;
  EXPECT_NOTES("~1 ~2");
  foreach_await (x, at_once(5))
    if (x == 2)
      goto out;
out:
  foreach_await (x, ticks(0, 5))
    return x + 7;
  return 0;
}

static task(int) ends_slowly(int *alive) {
  int err;
  ++*alive;
  task_catch(err, await task_sleep(1000));
  await task_sleep(5);
  --*alive;
  return 0;
}
static stream(int) with_group(int *alive) {
  GUARD g = 3;
  task_group(group);
  task_spawn(group, ends_slowly(alive));
  for (int i = 0;; ++i) {
    await task_sleep(1);
    yield i;
  }
}
static stream(int) around(int *alive) {
  GUARD g = 4;
  foreach_await (x, with_group(alive))
    yield x;
}
static task(int) awaits_while_it_ends(void) {
  int alive = 0;
  foreach_await (x, with_group(&alive))
    if (x == 3)
      break;
  EXPECT(!alive && task_now() == 9);
  EXPECT_NOTES("~3");
  foreach_await (x, around(&alive))
    if (x == 3)
      break;
  EXPECT(!alive);
  EXPECT_NOTES("~3 ~4");
  return 0;
}
// The result stays what it was while the stream ends.
static task(long double) returns_from_loop(int *alive) {
  foreach_await (x, around(alive))
    if (x == 1)
      return 1.25L;
  return 0;
}
static task(int) fails_in_loop(int *alive) {
  foreach_await (x, with_group(alive))
    if (x == 1)
      task_fail(-EIO);
  return 0;
}
static task(int) keeps_result(void) {
  int alive = 0;
  EXPECT(await returns_from_loop(&alive) == 1.25L && !alive);
  EXPECT(await fails_in_loop(&alive) == -EIO && !alive);
  EXPECT_NOTES("~3 ~4 ~3");
  return 0;
}

static task(int) consuming_around(int *alive) {
  foreach_await (x, around(alive))
    (void)x;
  return 0;
}
static task(int) cancelled(void) {
  int alive = 0;
  EXPECT(await task_timeout(7, consuming_around(&alive)) == -ETIMEDOUT);
  EXPECT(!alive);
  EXPECT_NOTES("~3 ~4");
  return 0;
}

static task(int) failures(void) {
  int err;
  foreach_await (x, fails(-EIO), err)
    note_number("", x);
  EXPECT(err == -EIO);
  foreach_await (x, plain_fails(), err)
    note_number("", x);
  EXPECT(err == -EPIPE);
  foreach_await (x, (stream(int))0, err)
    note_number("", x);
  EXPECT(err == -ENOMEM);
  EXPECT_NOTES("1 1");
  return 0;
}
static task(int) passed_on(int which) {
  if (which)
    foreach_await (x, plain_fails())
      (void)x;
  else
    foreach_await (x, fails(-EIO))
      (void)x;
  note("not here");
  return 0;
}

// `await` in what is yielded, and in what it fails with.
static stream(int) operands(void) {
  yield await number(1);
  yield 1 + await number(1);
  yield -await number(3);
  yield 0 ? 7 : await number(4);
  yield (await number(1), await number(5));
  task_fail(await number(-6));
}
static task(int) of_operands(void) {
  int err;
  foreach_await (x, operands(), err)
    note_number("", x);
  EXPECT(err == -6);
  EXPECT_NOTES("1 2 -3 4 5");
  return 0;
}

int main(void) {
  EXPECT(task_run_virtual(consumes()) == 0);
  EXPECT(task_run_virtual(left_early()) == 7);
  EXPECT_NOTES("~1");
  EXPECT(task_run_virtual(awaits_while_it_ends()) == 0);
  EXPECT(task_run_virtual(keeps_result()) == 0);
  EXPECT(task_run_virtual(cancelled()) == 0);
  EXPECT(task_run_virtual(failures()) == 0);
  EXPECT(task_run_virtual(passed_on(0)) == -EIO);
  EXPECT(task_run_virtual(passed_on(1)) == -EPIPE);
  EXPECT_NOTES("");
  EXPECT(task_run_virtual(of_operands()) == 0);
}
