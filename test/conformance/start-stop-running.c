// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Resuming a generator that is running is refused, and harms nothing.
//
// RUN: %levels %s

#include <errno.h>
#include <yieldc.h>

#include "Inputs/check.h"

static generator(int, int, int) me;

generator(int, int, int) resumes_itself(void) {
  int x = -1;
  CHECK_EQ(gen_state(me), GEN_RUNNING);
  CHECK_EQ(gen_error(me), 0);
  CHECK(!gen_next(me, &x));
  CHECK_EQ(gen_error(me), EBUSY);
  CHECK_EQ(gen_state(me), GEN_RUNNING);
  CHECK(!gen_next(me));
  CHECK_EQ(x, -1);
  int sent = yield 1;
  CHECK_EQ(sent, 10);
  CHECK_EQ(gen_error(me), 0); // the send that came here was accepted
  CHECK(!gen_send(me, 99, &x));
  CHECK_EQ(gen_error(me), EBUSY);
  sent = yield 2;
  CHECK_EQ(sent, 20);
  CHECK(!gen_throw(me, EIO, &x));
  CHECK_EQ(gen_error(me), EBUSY);
  sent = yield 3;
  CHECK_EQ(sent, 30);
  CHECK(!gen_throw(me, 0, &x)); // that it is running comes first
  CHECK_EQ(gen_error(me), EBUSY);
  sent = yield 4;
  CHECK_EQ(sent, 40);
  gen_close(me);
  CHECK_EQ(gen_error(me), EBUSY);
  sent = yield 5;
  CHECK_EQ(sent, 50);
  CHECK(!gen_result(me, &x));
  CHECK_EQ(x, -1);
  return 60;
}

static void every_call_from_its_own_body_is_refused_as_busy(void) {
  int x = 0;
  me = resumes_itself();
  CHECK(gen_next(me, &x));
  for (int i = 1; i < 5; ++i) {
    CHECK_EQ(x, i);
    CHECK_EQ(gen_state(me), GEN_SUSPENDED);
    CHECK(gen_send(me, i * 10, &x));
  }
  CHECK_EQ(x, 5);
  CHECK(!gen_send(me, 50, &x));
  CHECK_EQ(gen_state(me), GEN_RETURNED);
  CHECK(gen_result(me, &x));
  CHECK_EQ(x, 60);
  CHECK_EQ(gen_error(me), 0);
  gen_close(me);
}

static generator(int) self;

generator(int) ends_after_a_refused_call(int code) {
  yield 1;
  CHECK(!gen_next(self));
  if (code)
    gen_fail(code);
}

// Python's ValueError is gone when next() returns; so is the refusal here.
static void a_refused_call_does_not_look_like_a_failure_at_the_end(void) {
  int error = -1, n = 0;
  self = ends_after_a_refused_call(0);
  foreach (x, self, error)
    n += x;
  CHECK_EQ(error, 0);
  CHECK_EQ(n, 1);
}

static void a_refused_call_does_not_hide_the_code_of_a_failure(void) {
  int error = -1;
  self = ends_after_a_refused_call(EIO);
  foreach (x, self, error)
    CHECK_EQ(x, 1);
  CHECK_EQ(error, EIO);
}

generator(int) reads(generator(int) *source) {
  int x = -1;
  while (gen_next(*source, &x))
    yield x;
  note("error%d", gen_error(*source) == EBUSY);
  yield x;
}

// a reads b, and b reads a: b is told that a is running.
static void resuming_in_a_circle_is_refused_at_the_second_visit(void) {
  generator(int) a, b;
  int x = 0;
  a = reads(&b);
  b = reads(&a);
  CHECK(gen_next(a, &x));
  CHECK_EQ(x, -1);
  CHECK_TRACE("error1");
  CHECK_EQ(gen_state(a), GEN_SUSPENDED);
  CHECK_EQ(gen_state(b), GEN_SUSPENDED);
  CHECK(gen_next(a, &x)); // b returns; a goes on after its loop
  CHECK_EQ(x, -1);
  CHECK_TRACE("error0");
  CHECK_EQ(gen_state(b), GEN_RETURNED);
  gen_close(a);
  gen_close(b);
}

generator(int) foreach_over(generator(int) *source, int *error) {
  yield 1;
  foreach (x, *source, *error)
    yield x;
  yield 2;
}

static void
foreach_over_a_running_one_fails_as_busy_and_leaves_it_running(void) {
  generator(int) g;
  int error = -1;
  g = foreach_over(&g, &error);
  CHECK_YIELDS(g, 1, 2);
  CHECK_EQ(error, EBUSY);
}

static void closer(generator(int) *g) {
  gen_close(*g);
  CHECK_EQ(gen_error(*g), EBUSY);
  note("refused");
}

generator(int) closes_itself_in_a_cleanup(generator(int) *myself) {
  __attribute__((cleanup(closer), unused)) generator(int) same = *myself;
  yield 1;
}

static void closing_itself_while_being_closed_is_refused(void) {
  generator(int) g;
  g = closes_itself_in_a_cleanup(&g);
  CHECK(gen_next(g));
  gen_close(g);
  CHECK_TRACE("refused");
}

CASES(CASE(every_call_from_its_own_body_is_refused_as_busy),
      CASE(a_refused_call_does_not_look_like_a_failure_at_the_end),
      CASE(a_refused_call_does_not_hide_the_code_of_a_failure),
      CASE(resuming_in_a_circle_is_refused_at_the_second_visit),
      CASE(foreach_over_a_running_one_fails_as_busy_and_leaves_it_running),
      CASE(closing_itself_while_being_closed_is_refused))
