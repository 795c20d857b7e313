// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `await` gives what a task or an operation gives, of whatever type; it binds as
// a unary operator, stands wherever an expression may, and a task without it is
// one all the same.
// REQUIRES: libuv
// RUN: %levels %s %task

#include "../expect.h"
#include <errno.h>
#include <yieldc/task.h>

struct pair {
  double x;
  const char *name;
};
typedef char wide __attribute__((vector_size(32)));

static task(int) number(int n) {
  await task_sleep(1);
  return n;
}
static task(int) at_once(int n) { return n; }
static task(void) nothing(void) { note("nothing"); }
static task(struct pair) pair(double x) {
  await task_sleep(1);
  return (struct pair){x, "pair"};
}
static task(const char *) text(void) { return "text"; }
static task(long long) big(void) { return -(1LL << 40); }
static task(_Bool) yes(void) {
  await task_sleep(1);
  return 1;
}
static task(signed char) small(void) { return -3; }
static task(unsigned) natural(void) { return 1u << 31; }
static task(long double) precise(long double x) {
  await task_sleep(1);
  return x;
}
static task(wide) vector(char c) {
  await task_sleep(1);
  wide w = {c};
  w[31] = c;
  return w;
}
static task(int) falls_off(void) { await task_sleep(1); }

static task(int) results(void) {
  EXPECT(await number(3) == 3);
  EXPECT(await at_once(4) == 4);
  await nothing();
  EXPECT_NOTES("nothing");
  struct pair p = await pair(1.5);
  EXPECT(p.x == 1.5 && !strcmp(p.name, "pair"));
  EXPECT((await pair(2.5)).x == 2.5);
  EXPECT(!strcmp(await text(), "text"));
  EXPECT(await big() == -(1LL << 40));
  EXPECT(await yes());
  EXPECT(await small() == -3);
  EXPECT(await natural() == 1u << 31);
  EXPECT(await precise(1.25L) == 1.25L);
  wide w = await vector(7);
  EXPECT(w[0] == 7 && w[1] == 0 && w[31] == 7);
  EXPECT(await falls_off() == 0);
  return 0;
}

static int add(int a, int b) { return 10 * a + b; }

static task(int) expressions(void) {
  int n, array[4] = {0, 10, 20, 30}, *p = array;
  EXPECT(1 + await number(2) * 3 == 7);
  EXPECT(await number(2) - await number(3) == -1);
  EXPECT((n = await number(5)) > 4 && n == 5);
  EXPECT(!await number(0));
  EXPECT(-await number(3) == -3);
  EXPECT((long)await number(3) == 3);
  EXPECT(add(await number(1), await at_once(2)) == 12);
  EXPECT(array[await number(2)] == 20);
  EXPECT(await number(1) ? 1 : 0);
  EXPECT((await number(0), await number(7)) == 7);
  EXPECT(await number(*++p) == 10);
  EXPECT(await (at_once)(6) == 6);
  EXPECT(await number(await number(await at_once(9))) == 9);
  EXPECT(({ await number(1); }) == 1);
  task(int) (*function)(int) = number;
  EXPECT(await function(8) == 8);
  EXPECT(await (*function)(8) == 8);
  struct {
    task(int) (*make)(int);
  } members = {number}, *pointer = &members;
  EXPECT(await members.make(2) + await pointer->make(3) == 5);
  int sum = 0;
  for (int i = await number(0); i < await number(3); i += await number(1))
    switch (await number(i)) {
    case 1:
      sum += await number(100);
      break;
    default:
      sum += 1;
    }
  EXPECT(sum == 102);
  if (await yes())
    return await number(1);
  return 0;
}

// Variables, parameters and arrays live across it.
static task(int) locals(struct pair given, int n, const int fixed) {
  int array[n], sum = 0;
  volatile int seen = fixed;
  for (int i = 0; i < n; ++i) {
    array[i] = await number(i);
    seen += await at_once(1);
  }
  for (int i = 0; i < n; ++i)
    sum += array[i];
  return sum + (given.x == 2) + seen;
}

static task(int) of_variable(void) {
  task(int) t = number(6);
  await task_sleep(5);
  int result = await t;
  return result;
}

static task(int) of_parameter(task(int) t) { return await t + 1; }

static inline task(int) header_like(int n) {
  await task_sleep(n);
  return n;
}

static task(int) forwards(task(int) t) { return await of_parameter(task_move(t)); }

int main(void) {
  EXPECT(task_run_virtual(results()) == 0);
  EXPECT(task_run_virtual(expressions()) == 1);
  EXPECT(task_run_virtual(locals((struct pair){2, ""}, 5, 100)) == 116);
  EXPECT(task_run_virtual(of_variable()) == 6);
  EXPECT(task_run_virtual(of_parameter(number(1))) == 2);
  EXPECT(task_run_virtual(forwards(number(1))) == 2);
  EXPECT(task_run_virtual(header_like(3)) == 3);
  EXPECT(task_run_virtual(big()) == -(1LL << 40));
  EXPECT(task_run_virtual(nothing()) == 0);
  struct pair p;
  EXPECT(task_run_virtual(pair(4), &p) == 0 && p.x == 4);
  // One that never begins takes its parameters with it.
  task_drop(of_parameter(number(1)));
  task_drop((task(int))0);
}
