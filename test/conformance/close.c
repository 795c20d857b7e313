// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Closing unwinds a suspended generator at its yield, and frees it.
//
// RUN: %levels %s

#include <errno.h>
#include <stdbool.h>
#include <yieldc.h>

#include "Inputs/check.h"

generator(int) nested_scopes(int n) {
  SCOPE(a);
  yield 0;
  for (int i = 1; i <= n; ++i) {
    SCOPE(b);
    yield i;
    {
      SCOPE(c);
      SCOPE(d);
      yield -i;
      note("after");
    }
  }
  SCOPE(e);
  yield 100;
  note("end");
}

/// A nested_scopes(2) that has been resumed `n` times, and its trace so far.
static generator(int) resumed(int n) {
  generator(int) g = nested_scopes(2);
  while (n--)
    CHECK(gen_next(g));
  return g;
}

// ---- Which cleanups run -------------------------------------------------------

static void nothing_runs_on_a_fresh_one(void) {
  gen_close(resumed(0));
  CHECK_TRACE("");
}

static void a_suspended_one_unwinds_inner_scopes_first(void) {
  gen_close(resumed(1));
  CHECK_TRACE("~a");
  gen_close(resumed(2));
  CHECK_TRACE("~b ~a");
  gen_close(resumed(3));
  CHECK_TRACE("~d ~c ~b ~a");
}

static void scopes_already_left_are_not_unwound_again(void) {
  gen_close(resumed(4));
  CHECK_TRACE("after ~d ~c ~b ~b ~a");
  gen_close(resumed(6));
  CHECK_TRACE("after ~d ~c ~b after ~d ~c ~b ~e ~a");
}

static void nothing_runs_on_a_finished_one(void) {
  generator(int) g = resumed(6);
  CHECK(!gen_next(g));
  CHECK_TRACE("after ~d ~c ~b after ~d ~c ~b end ~e ~a");
  gen_close(g);
  CHECK_TRACE("");
}

static void nothing_runs_on_a_failed_one(void) {
  generator(int) g = resumed(1);
  CHECK(!gen_throw(g, EIO));
  CHECK_TRACE("~a");
  gen_close(g);
  CHECK_TRACE("");
}

static void closing_null_is_fine(void) {
  generator(int) g = NULL;
  gen_close(g);
}

// ---- A close can't be caught, and meets what a return meets -----------------------

generator(int) catches(int *error) {
  SCOPE(scope);
  for (;;) {
    gen_catch(*error, yield 1);
    note("caught");
  }
}

static void a_close_is_never_caught(void) {
  int error = -1;
  generator(int) g = catches(&error);
  CHECK(gen_next(g));
  gen_close(g);
  CHECK_TRACE("~scope");
}

generator(int) in_an_expression(int *target) { *target = 1 + ((yield 1), 1); }

static void nothing_after_the_yield_is_evaluated(void) {
  int target = 7;
  generator(int) g = in_an_expression(&target);
  CHECK(gen_next(g));
  gen_close(g);
  CHECK_EQ(target, 7);
}

static void leave_with(const int *value) { note("~%d", *value); }

generator(int) changes_what_a_cleanup_reads(void) {
  __attribute__((cleanup(leave_with))) int local = 1;
  yield 0;
  local = 2;
  yield 0;
  local = 3;
}

static void a_cleanup_sees_the_locals_as_they_are(void) {
  generator(int) g = changes_what_a_cleanup_reads();
  CHECK(gen_next(g));
  gen_close(g);
  CHECK_TRACE("~1");
  g = changes_what_a_cleanup_reads();
  CHECK(gen_next(g) && gen_next(g));
  gen_close(g);
  CHECK_TRACE("~2");
  g = changes_what_a_cleanup_reads();
  CHECK(gen_next(g) && gen_next(g) && !gen_next(g));
  gen_close(g);
  CHECK_TRACE("~3");
}

generator(int) with_goto(int n) {
  SCOPE(outer);
again: {
  SCOPE(inner);
  yield n;
  if (n-- > 0)
    goto again;
}
  yield 100;
}

static void a_scope_left_by_goto_is_unwound_once_for_each_time(void) {
  CHECK_YIELDS(with_goto(1), 1, 0, 100);
  CHECK_TRACE("~inner ~inner ~outer");
  generator(int) g = with_goto(1);
  CHECK(gen_next(g) && gen_next(g));
  CHECK_TRACE("~inner");
  gen_close(g);
  CHECK_TRACE("~inner ~outer");
}

generator(int) with_break_and_continue(void) {
  for (int i = 0; i < 3; ++i) {
    SCOPE(pass);
    if (i == 0)
      continue;
    yield i;
    if (i == 1)
      break;
  }
  yield 9;
}

static void a_scope_left_by_break_or_continue_is_unwound_once(void) {
  generator(int) g = with_break_and_continue();
  CHECK(gen_next(g));
  CHECK_TRACE("~pass");
  CHECK(gen_next(g));
  CHECK_TRACE("~pass");
  gen_close(g);
  CHECK_TRACE("");
}

// ---- Closing what is being consumed -----------------------------------------------

generator(int) passes_on(generator(int) source) {
  SCOPE(passes);
  foreach (x, source)
    yield x;
}

static void closing_a_pipeline_unwinds_from_its_end(void) {
  generator(int) g = passes_on(resumed(0));
  CHECK(gen_next(g) && gen_next(g));
  gen_close(g);
  // The loop over the source is an inner scope of passes_on.
  CHECK_TRACE("~b ~a ~passes");
}

static void leaving_a_foreach_in_any_way_closes_its_generator(void) {
  foreach (x, resumed(0)) {
    if (x == 1)
      break;
  }
  CHECK_TRACE("~b ~a");
  foreach (x, resumed(0)) {
    if (x == -1)
      goto out;
  }
out:
  CHECK_TRACE("~d ~c ~b ~a");
  foreach (x, nested_scopes(0))
    note("%d", x);
  CHECK_TRACE("0 100 end ~e ~a");
}

static int first_of(generator(int) g) {
  foreach (x, g)
    return x;
  return -1;
}

static void returning_from_a_foreach_closes_its_generator(void) {
  CHECK_EQ(first_of(nested_scopes(1)), 0);
  CHECK_TRACE("~a");
}

// ---- From inside ----------------------------------------------------------------

static generator(int) me;

generator(int) closes_itself(void) {
  SCOPE(scope);
  yield 1;
  gen_close(me);
  note("error%d", gen_error(me) == EBUSY);
  yield 2;
}

static void a_close_from_inside_itself_is_refused(void) {
  me = closes_itself();
  CHECK(gen_next(me) && gen_next(me));
  CHECK_TRACE("error1");
  gen_close(me);
  CHECK_TRACE("~scope");
}

static void closer(generator(int) *g) { gen_close(*g); }

generator(int) owns_another(generator(int) other) {
  __attribute__((cleanup(closer), unused)) generator(int) mine =
      gen_move(other);
  SCOPE(scope);
  for (int x; gen_next(mine, &x);)
    yield x;
}

static void closing_inside_a_cleanup_closes_the_other_one(void) {
  generator(int) g = owns_another(resumed(0));
  CHECK(gen_next(g) && gen_next(g));
  gen_close(g);
  CHECK_TRACE("~scope ~b ~a");
}

CASES(CASE(nothing_runs_on_a_fresh_one),
      CASE(a_suspended_one_unwinds_inner_scopes_first),
      CASE(scopes_already_left_are_not_unwound_again),
      CASE(nothing_runs_on_a_finished_one), CASE(nothing_runs_on_a_failed_one),
      CASE(closing_null_is_fine), CASE(a_close_is_never_caught),
      CASE(nothing_after_the_yield_is_evaluated),
      CASE(a_cleanup_sees_the_locals_as_they_are),
      CASE(a_scope_left_by_goto_is_unwound_once_for_each_time),
      CASE(a_scope_left_by_break_or_continue_is_unwound_once),
      CASE(closing_a_pipeline_unwinds_from_its_end),
      CASE(leaving_a_foreach_in_any_way_closes_its_generator),
      CASE(returning_from_a_foreach_closes_its_generator),
      CASE(a_close_from_inside_itself_is_refused),
      CASE(closing_inside_a_cleanup_closes_the_other_one))
