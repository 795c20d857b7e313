// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// yield from passes next, send, throw and close on to the inner generator.
//
// RUN: %levels %s

#include <errno.h>
#include <yieldc.h>

#include "Inputs/check.h"

enum { OOPS = 1000, WORSE = 1001 };

static generator(int, int, int) outermost; // for the inner one to look at

/// Yields 1 … n, notes what it is sent, returns 10 n.
generator(int, int, int) inner(int n) {
  SCOPE(inner);
  note("begin");
  for (int i = 1; i <= n; ++i) {
    CHECK_EQ(gen_state(outermost), GEN_RUNNING);
    CHECK(!gen_next(outermost));
    CHECK_EQ(gen_error(outermost), EBUSY);
    int sent = yield i;
    note("in%d", sent);
  }
  CHECK_EQ(gen_state(outermost), GEN_RUNNING);
  return 10 * n;
}

generator(int, int, int) outer(int n) {
  SCOPE(outer);
  note("first");
  int sent = yield 0;
  note("out%d", sent);
  int result = yield from inner(n);
  note("result%d", result);
  sent = yield 100;
  note("out%d", sent);
  return 7;
}

// ---- Each way to resume ---------------------------------------------------------

static void nexts_are_passed_on_in_the_written_order(void) {
  int x = -1;
  outermost = outer(2);
  CHECK_EQ(gen_state(outermost), GEN_CREATED);
  CHECK(gen_next(outermost, &x) && x == 0);
  CHECK_TRACE("first");
  CHECK(gen_next(outermost, &x) && x == 1);
  CHECK_EQ(gen_state(outermost), GEN_SUSPENDED);
  CHECK_TRACE("out0 begin");
  CHECK(gen_next(outermost, &x) && x == 2);
  CHECK_EQ(gen_state(outermost), GEN_SUSPENDED);
  CHECK_TRACE("in0");
  CHECK(gen_next(outermost, &x) && x == 100);
  CHECK_TRACE("in0 ~inner result20");
  CHECK(!gen_next(outermost, &x));
  CHECK_TRACE("out0 ~outer");
  CHECK_EQ(gen_state(outermost), GEN_RETURNED);
  CHECK(gen_result(outermost, &x) && x == 7);
  CHECK(!gen_next(outermost));
  gen_close(outermost);
  CHECK_TRACE("");
}

static void what_is_sent_reaches_whose_yield_is_pending(void) {
  int x = -1;
  outermost = outer(2);
  CHECK(!gen_send(outermost, 5));
  CHECK_EQ(gen_error(outermost), EINVAL);
  CHECK(gen_next(outermost, &x) && x == 0);
  CHECK(gen_send(outermost, 5, &x) && x == 1);
  CHECK_TRACE("first out5 begin");
  CHECK(gen_send(outermost, 6, &x) && x == 2);
  CHECK_TRACE("in6");
  CHECK(gen_send(outermost, 7, &x) && x == 100);
  CHECK_TRACE("in7 ~inner result20");
  CHECK(!gen_send(outermost, 8, &x));
  CHECK_TRACE("out8 ~outer");
  gen_close(outermost);
}

static void a_throw_reaches_the_inner_and_then_unwinds_the_outer(void) {
  int x = -1;
  outermost = outer(2);
  CHECK(gen_next(outermost) && gen_next(outermost));
  CHECK_TRACE("first out0 begin");
  CHECK(!gen_throw(outermost, OOPS, &x));
  CHECK_TRACE("~inner ~outer");
  CHECK_EQ(x, -1);
  CHECK_EQ(gen_state(outermost), GEN_FAILED);
  CHECK_EQ(gen_error(outermost), OOPS);
  CHECK(!gen_result(outermost, &x));
  gen_close(outermost);
  CHECK_TRACE("");
}

static void a_throw_of_0_is_refused_while_delegating_too(void) {
  int x = -1;
  outermost = outer(2);
  CHECK(gen_next(outermost) && gen_next(outermost));
  CHECK(!gen_throw(outermost, 0));
  CHECK_EQ(gen_error(outermost), EINVAL);
  CHECK_EQ(gen_state(outermost), GEN_SUSPENDED);
  CHECK(gen_next(outermost, &x) && x == 2);
  gen_close(outermost);
  CHECK_TRACE("first out0 begin in0 ~inner ~outer");
}

static void closing_closes_the_inner_first(void) {
  outermost = outer(2);
  CHECK(gen_next(outermost) && gen_next(outermost));
  gen_close(outermost);
  CHECK_TRACE("first out0 begin ~inner ~outer");
}

static void closing_after_the_delegation_leaves_the_inner_alone(void) {
  outermost = outer(1);
  CHECK(gen_next(outermost) && gen_next(outermost) && gen_next(outermost));
  CHECK_TRACE("first out0 begin in0 ~inner result10");
  gen_close(outermost);
  CHECK_TRACE("~outer");
}

static void an_empty_inner_yields_nothing(void) {
  int x = -1;
  outermost = outer(0);
  CHECK(gen_next(outermost, &x) && x == 0);
  CHECK(gen_next(outermost, &x));
  CHECK_EQ(x, 100);
  CHECK_TRACE("first out0 begin ~inner result0");
  gen_close(outermost);
}

// ---- The inner catches ------------------------------------------------------------

generator(int) inner_catches(int more) {
  int error = 0;
  SCOPE(inner);
  gen_catch(error, yield 1);
  note("caught%d", error);
  if (more)
    yield 2;
}

generator(int) outer_of_catches(int more) {
  SCOPE(outer);
  yield from inner_catches(more);
  note("on");
  yield 3;
}

static void inner_catches_and_yields_the_throw_returns_that(void) {
  int x = -1;
  generator(int) g = outer_of_catches(1);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_throw(g, OOPS, &x));
  CHECK_EQ(x, 2);
  CHECK_EQ(gen_error(g), 0);
  CHECK_TRACE("caught1000");
  CHECK(gen_next(g, &x) && x == 3);
  CHECK_TRACE("~inner on");
  gen_close(g);
}

static void inner_catches_and_returns_the_outer_goes_on(void) {
  int x = -1;
  generator(int) g = outer_of_catches(0);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_throw(g, OOPS, &x));
  CHECK_EQ(x, 3);
  CHECK_TRACE("caught1000 ~inner on");
  CHECK(!gen_throw(g, WORSE)); // the outer's own yield now
  CHECK_EQ(gen_error(g), WORSE);
  CHECK_TRACE("~outer");
  gen_close(g);
}

generator(int) fails_again(void) {
  int error;
  gen_catch(error, yield 1);
  gen_fail(error + 1);
}

generator(int) outer_of_fails_again(void) {
  SCOPE(outer);
  yield from fails_again();
}

static void inner_catches_and_fails_again_the_outer_fails_with_that(void) {
  generator(int) g = outer_of_fails_again();
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, OOPS));
  CHECK_EQ(gen_error(g), WORSE);
  CHECK_TRACE("~outer");
  gen_close(g);
}

// ---- Errors of the inner ------------------------------------------------------------

generator(int, int) fails_at(int n) {
  SCOPE(inner);
  for (int i = 0; i < n; ++i)
    yield i;
  gen_fail(OOPS);
}

generator(int, int) outer_of_fails_at(int n) {
  SCOPE(a);
  {
    SCOPE(b);
    yield from fails_at(n);
    note("unreachable");
  }
}

static void an_error_at_the_first_next_passes_through_the_cleanups(void) {
  generator(int, int) g = outer_of_fails_at(0);
  CHECK(!gen_next(g));
  CHECK_TRACE("~inner ~b ~a");
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
  CHECK_TRACE("");
}

static void an_error_at_a_later_next_passes_through_the_cleanups(void) {
  generator(int, int) g = outer_of_fails_at(2);
  CHECK(gen_next(g) && gen_next(g));
  CHECK_TRACE("");
  CHECK(!gen_next(g));
  CHECK_TRACE("~inner ~b ~a");
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

static void an_error_during_send_passes_through_the_cleanups(void) {
  generator(int, int) g = outer_of_fails_at(1);
  CHECK(gen_next(g));
  CHECK(!gen_send(g, 5));
  CHECK_TRACE("~inner ~b ~a");
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

CASES(CASE(nexts_are_passed_on_in_the_written_order),
      CASE(what_is_sent_reaches_whose_yield_is_pending),
      CASE(a_throw_reaches_the_inner_and_then_unwinds_the_outer),
      CASE(a_throw_of_0_is_refused_while_delegating_too),
      CASE(closing_closes_the_inner_first),
      CASE(closing_after_the_delegation_leaves_the_inner_alone),
      CASE(an_empty_inner_yields_nothing),
      CASE(inner_catches_and_yields_the_throw_returns_that),
      CASE(inner_catches_and_returns_the_outer_goes_on),
      CASE(inner_catches_and_fails_again_the_outer_fails_with_that),
      CASE(an_error_at_the_first_next_passes_through_the_cleanups),
      CASE(an_error_at_a_later_next_passes_through_the_cleanups),
      CASE(an_error_during_send_passes_through_the_cleanups))
