// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Starting, suspending and finishing a generator.
//
// RUN: %levels %s

#include <errno.h>
#include <stdint.h>
#include <yieldc.h>

#include "Inputs/check.h"

// ---- Starting ---------------------------------------------------------------

generator(int) noted(int n) {
  note("begin");
  for (int i = 0; i < n; ++i) {
    note("yield%d", i);
    yield i;
  }
  note("end");
}

static void calling_runs_nothing(void) {
  generator(int) g = noted(2);
  CHECK_EQ(gen_state(g), GEN_CREATED);
  CHECK_EQ(gen_error(g), 0);
  CHECK_TRACE("");
  gen_close(g);
  CHECK_TRACE("");
}

static void the_first_next_starts_the_body(void) {
  int x = -1;
  generator(int) g = noted(2);
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 0);
  CHECK_EQ(gen_state(g), GEN_SUSPENDED);
  CHECK_TRACE("begin yield0");
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 1);
  CHECK_TRACE("yield1");
  gen_close(g);
  CHECK_TRACE("");
}

static int counted(int *counter) { return ++*counter; }

generator(int) pair(int a, int b) {
  yield a;
  yield b;
}

static void arguments_are_evaluated_once_at_the_call(void) {
  int calls = 0, late = 5;
  generator(int) g = pair(counted(&calls), late);
  CHECK_EQ(calls, 1);
  late = 6;
  CHECK_YIELDS(g, 1, 5);
  CHECK_EQ(calls, 1);
}

// ---- Finishing --------------------------------------------------------------

static void falling_off_the_end_finishes(void) {
  int x = -1;
  generator(int) g = noted(1);
  CHECK(gen_next(g, &x));
  CHECK(!gen_next(g, &x));
  CHECK_EQ(x, 0);
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  CHECK_EQ(gen_error(g), 0);
  CHECK_TRACE("begin yield0 end");
  gen_close(g);
}

generator(int) returns_at(int n) {
  SCOPE(outer);
  for (int i = 0;; ++i) {
    SCOPE(inner);
    if (i == n)
      return;
    yield i;
  }
  note("unreachable");
}

static void return_finishes_from_inner_scopes(void) {
  CHECK_YIELDS(returns_at(2), 0, 1);
  CHECK_TRACE("~inner ~inner ~inner ~outer");
}

static void a_finished_one_stays_finished(void) {
  int x = -1;
  generator(int) g = noted(0);
  for (int i = 0; i < 3; ++i) {
    CHECK(!gen_next(g, &x));
    CHECK(!gen_next(g));
    CHECK_EQ(gen_state(g), GEN_RETURNED);
    CHECK_EQ(gen_error(g), 0);
  }
  CHECK_EQ(x, -1);
  CHECK_TRACE("begin end");
  gen_close(g);
}

generator(int) yields_in_dead_code(void) {
  note("ran");
  if (0)
    yield 1;
}

static void a_body_that_never_yields_runs_at_the_first_next(void) {
  generator(int) g = yields_in_dead_code();
  CHECK_TRACE("");
  CHECK(!gen_next(g));
  CHECK_TRACE("ran");
  gen_close(g);
}

generator(int) fails_after(int n, int code) {
  SCOPE(scope);
  for (int i = 0; i < n; ++i)
    yield i;
  gen_fail(code);
  note("unreachable");
}

// Python raises the exception out of next(); here next says false, gen_error why.
static void an_error_finishes_it_and_reaches_the_consumer(void) {
  int x = -1;
  generator(int) g = fails_after(1, EIO);
  CHECK(gen_next(g, &x));
  CHECK_TRACE("");
  for (int i = 0; i < 3; ++i) {
    CHECK(!gen_next(g, &x));
    CHECK_EQ(gen_state(g), GEN_FAILED);
    CHECK_EQ(gen_error(g), EIO);
  }
  CHECK_EQ(x, 0);
  CHECK_TRACE("~scope");
  gen_close(g);
  CHECK_TRACE("");
}

static void an_error_of_the_users_own_is_kept_as_it_is(void) {
  generator(int) g = fails_after(0, -123456789);
  CHECK(!gen_next(g));
  CHECK_EQ(gen_error(g), -123456789);
  gen_close(g);
}

static void failing_with_0_fails_with_einval(void) {
  generator(int) g = fails_after(0, 0);
  CHECK(!gen_next(g));
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), EINVAL);
  gen_close(g);
}

// ---- Resuming ---------------------------------------------------------------

__attribute__((noinline)) static int
resume_in_another_function(generator(int) g) {
  int x = -1;
  CHECK(gen_next(g, &x));
  note("resumed");
  return x;
}

static void control_returns_to_whoever_resumed_last(void) {
  int x = -1;
  generator(int) g = noted(3);
  CHECK(gen_next(g, &x));
  note("here");
  CHECK_EQ(resume_in_another_function(g), 1);
  note("back");
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 2);
  CHECK_TRACE("begin yield0 here yield1 resumed back yield2");
  gen_close(g);
}

static void two_generators_of_one_function_are_independent(void) {
  int x = -1, y = -1;
  generator(int) a = noted(3), b = noted(2);
  CHECK(gen_next(a, &x));
  CHECK(gen_next(a, &x));
  CHECK(gen_next(b, &y));
  CHECK_EQ(x, 1);
  CHECK_EQ(y, 0);
  CHECK(gen_next(a, &x));
  gen_close(a);
  CHECK(gen_next(b, &y));
  CHECK_EQ(x, 2);
  CHECK_EQ(y, 1);
  CHECK(!gen_next(b, &y));
  gen_close(b);
}

static void many_live_generators_of_one_call_are_independent(void) {
  generator(int) all[50];
  int x = -1;
  for (int i = 0; i < 50; ++i)
    all[i] = pair(i, -i);
  for (int i = 0; i < 50; ++i) {
    CHECK(gen_next(all[i], &x));
    CHECK_EQ(x, i);
  }
  for (int i = 49; i >= 0; --i) {
    CHECK(gen_next(all[i], &x));
    CHECK_EQ(x, -i);
    gen_close(all[i]);
  }
}

generator(int *) addresses(int parameter) {
  int local = 10;
  yield &parameter;
  yield &local;
  yield &parameter;
  yield &local;
  note("%d %d", parameter, local);
}

static void locals_and_parameters_do_not_move(void) {
  int *parameter, *local, *again;
  generator(int *) g = addresses(20);
  CHECK(gen_next(g, &parameter));
  CHECK(gen_next(g, &local));
  CHECK_EQ(*parameter, 20);
  CHECK_EQ(*local, 10);
  CHECK(gen_next(g, &again));
  CHECK(again == parameter);
  CHECK(gen_next(g, &again));
  CHECK(again == local);
  *parameter = 21;
  *local = 11;
  CHECK(!gen_next(g));
  CHECK_TRACE("21 11");
  gen_close(g);
}

generator(unsigned) forever(void) {
  for (unsigned i = 0;; ++i)
    yield i;
}

static void an_infinite_one_goes_on_as_long_as_asked(void) {
  uint64_t sum = 0;
  foreach (x, forever()) {
    if (x == 100000)
      break;
    sum += x;
  }
  CHECK_EQ(sum, 4999950000);
}

generator(void) ticks(int n) {
  while (n--) {
    note("tick");
    yield;
  }
}

static void a_generator_of_void_yields_no_value(void) {
  int n = 0;
  generator(void) g = ticks(2);
  while (gen_next(g))
    ++n;
  CHECK_EQ(n, 2);
  CHECK_TRACE("tick tick");
  gen_close(g);
}

// Python has no null generator; here it is one that there was no memory for.
static void a_null_handle_is_a_failed_generator(void) {
  generator(int, int, int) g = NULL;
  int x = -1;
  CHECK(!gen_next(g, &x));
  CHECK(!gen_next(g));
  CHECK(!gen_send(g, 1, &x));
  CHECK(!gen_throw(g, EIO, &x));
  CHECK(!gen_throw(g, 0));
  CHECK(!gen_result(g, &x));
  CHECK_EQ(x, -1);
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), ENOMEM);
  gen_close(g);
  CHECK(gen_move(g) == NULL);
}

CASES(CASE(calling_runs_nothing), CASE(the_first_next_starts_the_body),
      CASE(arguments_are_evaluated_once_at_the_call),
      CASE(falling_off_the_end_finishes),
      CASE(return_finishes_from_inner_scopes),
      CASE(a_finished_one_stays_finished),
      CASE(a_body_that_never_yields_runs_at_the_first_next),
      CASE(an_error_finishes_it_and_reaches_the_consumer),
      CASE(an_error_of_the_users_own_is_kept_as_it_is),
      CASE(failing_with_0_fails_with_einval),
      CASE(control_returns_to_whoever_resumed_last),
      CASE(two_generators_of_one_function_are_independent),
      CASE(many_live_generators_of_one_call_are_independent),
      CASE(locals_and_parameters_do_not_move),
      CASE(an_infinite_one_goes_on_as_long_as_asked),
      CASE(a_generator_of_void_yields_no_value),
      CASE(a_null_handle_is_a_failed_generator))
