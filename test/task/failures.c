// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A failure is the negative result of an `await` of a signed integer type; with
// another type it fails the awaiting task too, through its scopes, unless
// task_catch takes the code.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

struct pair {
  int a, b;
};

static task(int) fails(int code) {
  GUARD g = 1;
  await task_sleep(1);
  task_fail(code);
  note("not here");
}
static task(struct pair) pair(int code) {
  if (code)
    task_fail(code);
  return (struct pair){1, 2};
}
static task(void) plain(int code) {
  await task_sleep(1);
  if (code)
    task_fail(code);
}
static task(long long) wide(int code) {
  task_fail(code);
}
static task(short) narrow(int code) { task_fail(code); }
static task(signed char) tiny(int code) { task_fail(code); }
static task(unsigned) natural(int code) { task_fail(code); }
static task(int) returns(int code) { return code; }

static task(int) as_results(void) {
  EXPECT(await fails(-EIO) == -EIO);
  EXPECT(await fails(EIO) == -EIO); // is made negative
  EXPECT(await fails(0) == -EINVAL);
  EXPECT(await wide(-EIO) == -EIO);
  EXPECT(await narrow(-EIO) == -EIO);
  EXPECT(await tiny(-EIO) == -EIO);
  EXPECT(await (task(int))0 == -ENOMEM);
  EXPECT_NOTES("~1 ~1 ~1");
  return 0;
}

static task(int) caught(void) {
  int err = 1;
  EXPECT(task_catch(err, await returns(5)) == 5 && !err);
  EXPECT(task_catch(err, await returns(-5)) == -5 && !err);
  task_catch(err, await fails(-EIO));
  EXPECT(err == -EIO);
  struct pair p = task_catch(err, await pair(-ENOENT));
  EXPECT(err == -ENOENT && !p.a && !p.b);
  p = task_catch(err, await pair(0));
  EXPECT(!err && p.b == 2);
  task_catch(err, await plain(-EPERM));
  EXPECT(err == -EPERM);
  task_catch(err, await plain(0));
  EXPECT(!err);
  EXPECT(task_catch(err, await natural(-EPERM)) == 0 && err == -EPERM);
  task_catch(err, await (task(void))0);
  EXPECT(err == -ENOMEM);
  EXPECT_NOTES("~1");
  return 0;
}

static task(int) through(int which) {
  GUARD g = 2;
  if (which == 0)
    await plain(-EPIPE);
  else if (which == 1)
    return (await pair(-EPIPE)).a;
  else
    return (int)await natural(-EPIPE);
  note("not here");
  return 0;
}
static task(void) deeper(int which) {
  GUARD g = 3;
  if (which < 2)
    await through(which);
  else {
    // An int's failure is its value: nothing is passed through.
    int code = await through(which);
    task_fail(code);
  }
  note("value");
}
static task(int) outermost(int which) {
  int err;
  task_catch(err, await deeper(which));
  return err;
}

static generator(int) numbers(int code) {
  yield 1;
  gen_fail(code);
}
static task(int) of_a_loop(void) {
  GUARD g = 4;
  foreach (x, numbers(EPIPE))
    note_number("", x);
  note("not here");
  return 0;
}

static task(signed char) end_of_file(void) { task_fail(-4095); }
#ifdef __SIZEOF_INT128__
static task(__int128) huge(int code) {
  if (code)
    task_fail(code);
  return -((__int128)5 << 100);
}
#endif
static task(char) letter(int code) {
  if (code)
    task_fail(code);
  return 'x';
}
static task(int) started(void) {
  int err;
  EXPECT(await end_of_file() == -128); // as near as it can
  EXPECT(task_catch(err, await letter(-EIO)) == 0 && err == -EIO);
  EXPECT(await letter(0) == 'x');
  task_group(g);
  char c = 1;
  task_spawn(g, letter(-EIO), &c);
  EXPECT(await task_group_wait(g) == -EIO && c == 0);
#ifdef __SIZEOF_INT128__
  __int128 h = 0;
  EXPECT(await huge(-EIO) == -EIO);
  task_spawn(g, huge(-EIO), &h);
  EXPECT(await task_group_wait(g) == -EIO && h == -EIO);
  task_spawn(g, huge(0), &h);
  EXPECT(await task_group_wait(g) < 0 && h == -((__int128)5 << 100));
#endif
  return 0;
}

int main(void) {
  EXPECT(task_run_virtual(as_results()) == 0);
  EXPECT(task_run_virtual(caught()) == 0);
  EXPECT(task_run_virtual(outermost(0)) == 0);
  EXPECT_NOTES("~2 value ~3");
  EXPECT(task_run_virtual(outermost(2)) == -EPIPE);
  EXPECT_NOTES("~2 ~3");
  EXPECT(task_run_virtual(of_a_loop()) == -EPIPE);
  EXPECT_NOTES("1 ~4");
  struct pair p = {7, 7};
  EXPECT(task_run_virtual(pair(-EIO), &p) == -EIO && !p.a);
  EXPECT(task_run_virtual((task(int))0) == -ENOMEM);
  EXPECT(task_run_virtual(started()) == 0);
}
