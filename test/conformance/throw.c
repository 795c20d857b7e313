// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thrown error surfaces at the yield at which the generator is paused.
//
// RUN: %levels %s

#include <errno.h>
#include <stdbool.h>
#include <yieldc.h>

#include "Inputs/check.h"

enum { OOPS = 1000, WORSE = 1001 };

// ---- Uncaught -----------------------------------------------------------------

generator(int, int, int) counts(void) {
  SCOPE(outer);
  for (int i = 0;; ++i) {
    SCOPE(inner);
    note("%d", i);
    yield i;
    note("after");
  }
}

// Python's throw() raises what was thrown; here it is false, and gen_error tells.
static void uncaught_it_finishes_the_generator_and_reaches_the_consumer(void) {
  int x = -1, result = -1;
  generator(int, int, int) g = counts();
  CHECK(gen_next(g, &x));
  CHECK(gen_next(g, &x));
  CHECK_TRACE("0 after ~inner 1");
  CHECK(!gen_throw(g, OOPS, &x));
  CHECK_TRACE("~inner ~outer");
  CHECK_EQ(x, 1);
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), OOPS);
  CHECK(!gen_next(g, &x));
  CHECK(!gen_send(g, 5, &x));
  CHECK_EQ(gen_error(g), OOPS);
  CHECK(!gen_result(g, &result));
  CHECK_EQ(result, -1);
  gen_close(g);
  CHECK_TRACE("");
}

static void a_fresh_one_finishes_failed_without_running(void) {
  int x = -1;
  generator(int, int, int) g = counts();
  CHECK(!gen_throw(g, OOPS, &x));
  CHECK_EQ(x, -1);
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), OOPS);
  CHECK(!gen_next(g, &x));
  CHECK_EQ(gen_error(g), OOPS);
  CHECK_TRACE("");
  gen_close(g);
  CHECK_TRACE("");
}

generator(int, void, int) returns_5(void) {
  yield 1;
  return 5;
}

// Python raises what is thrown into a finished one; here it stays as it ended.
static void a_finished_one_stays_as_it_ended(void) {
  int result = -1;
  generator(int, void, int) g = returns_5();
  CHECK(gen_next(g) && !gen_next(g));
  CHECK(!gen_throw(g, OOPS));
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  CHECK_EQ(gen_error(g), 0);
  CHECK(gen_result(g, &result) && result == 5);
  gen_close(g);

  g = returns_5();
  CHECK(!gen_throw(g, OOPS));
  CHECK(!gen_throw(g, WORSE));
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

static void a_throw_of_0_is_refused_and_leaves_it_unharmed(void) {
  int x = -1;
  generator(int, int, int) g = counts();
  CHECK(!gen_throw(g, 0, &x));
  CHECK_EQ(gen_error(g), EINVAL);
  CHECK_EQ(gen_state(g), GEN_CREATED);
  CHECK(gen_next(g, &x));
  CHECK_EQ(gen_error(g), 0);
  CHECK_TRACE("0");
  CHECK(!gen_throw(g, 0, &x));
  CHECK(!gen_throw(g, 0));
  CHECK_EQ(gen_error(g), EINVAL);
  CHECK_EQ(gen_state(g), GEN_SUSPENDED);
  CHECK_TRACE("");
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 1);
  CHECK_EQ(gen_error(g), 0);
  CHECK_TRACE("after ~inner 1");
  CHECK(!gen_throw(g, OOPS));
  CHECK_TRACE("~inner ~outer");
  CHECK(!gen_throw(g, 0)); // finished
  CHECK_EQ(gen_error(g), EINVAL);
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK(!gen_next(g));
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

generator(int) fails_in_the_middle_of_an_expression(int *target) {
  *target = 100 + ((yield 1), 1);
}

static void the_rest_of_the_expression_is_not_evaluated(void) {
  int target = 7;
  generator(int) g = fails_in_the_middle_of_an_expression(&target);
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, OOPS));
  CHECK_EQ(target, 7);
  gen_close(g);
}

// ---- Caught -------------------------------------------------------------------

generator(int, int) catches(void) {
  int error = -1;
  for (;;) {
    int v = gen_catch(error, yield error);
    note("v%d", v);
  }
}

static void caught_the_throw_returns_the_next_value(void) {
  int x = 0;
  generator(int, int) g = catches();
  CHECK(gen_next(g, &x) && x == -1);
  CHECK(gen_throw(g, OOPS, &x));
  CHECK_EQ(x, OOPS);
  CHECK_EQ(gen_state(g), GEN_SUSPENDED);
  CHECK_EQ(gen_error(g), 0);
  CHECK(gen_throw(g, WORSE));
  CHECK_TRACE("v0 v0");
  gen_close(g);
}

static void caught_nothing_the_error_is_0_and_the_value_what_was_sent(void) {
  int x = 0;
  generator(int, int) g = catches();
  CHECK(gen_next(g, &x));
  CHECK(gen_throw(g, OOPS, &x) && x == OOPS);
  CHECK(gen_send(g, 9, &x));
  CHECK_EQ(x, 0);
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 0);
  CHECK_TRACE("v0 v9 v0");
  gen_close(g);
}

generator(int, int, int) catches_and_returns(void) {
  int error;
  gen_catch(error, yield 1);
  return error;
}

static void caught_and_returned_the_throw_is_false_and_nothing_failed(void) {
  int x = -1;
  generator(int, int, int) g = catches_and_returns();
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, OOPS, &x));
  CHECK_EQ(x, -1);
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  CHECK_EQ(gen_error(g), 0);
  CHECK(gen_result(g, &x));
  CHECK_EQ(x, OOPS);
  gen_close(g);
}

generator(int) catches_the_first_only(void) {
  int error;
  SCOPE(scope);
  gen_catch(error, yield 1);
  note("caught%d", error);
  yield 2;
  note("unreachable");
}

static void a_yield_without_a_catch_after_one_with_it_fails(void) {
  int x = 0;
  generator(int) g = catches_the_first_only();
  CHECK(gen_next(g));
  CHECK(gen_throw(g, OOPS, &x));
  CHECK_EQ(x, 2);
  CHECK(!gen_throw(g, WORSE, &x));
  CHECK_EQ(gen_error(g), WORSE);
  CHECK_TRACE("caught1000 ~scope");
  gen_close(g);
}

generator(int) fails_again(void) {
  int error;
  SCOPE(outer);
  {
    SCOPE(inner);
    gen_catch(error, yield 1);
  }
  if (error) {
    note("clean%d", error);
    gen_fail(error + 1);
  }
  yield 2;
}

static void catch_clean_up_and_fail_again_with_another_code(void) {
  generator(int) g = fails_again();
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, OOPS));
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), WORSE);
  CHECK_TRACE("~inner clean1000 ~outer");
  gen_close(g);
}

generator(int) fails_while_unwinding_a_catch(int *error) {
  gen_catch(*error, yield 1);
  gen_fail(*error ? *error : OOPS);
}

static void failing_again_with_the_same_code_is_a_failure_like_any_other(void) {
  int error = -1;
  generator(int) g = fails_while_unwinding_a_catch(&error);
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, WORSE));
  CHECK_EQ(gen_error(g), WORSE);
  CHECK_EQ(error, WORSE);
  gen_close(g);
}

// ---- Nested catches -------------------------------------------------------------

// gen_catch (b, …) within the operand of gen_catch (a, …): each sees its own yield.
generator(int, int) nested(int *a, int *b) {
  int v = gen_catch(*a, yield 10 + gen_catch(*b, yield 1));
  note("v%d", v);
  yield 2;
}

static void a_nested_catch_catches_what_its_own_yield_is_thrown(void) {
  int a = -1, b = -1, x = 0;
  generator(int, int) g = nested(&a, &b);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_throw(g, OOPS, &x)); // the inner one's: its value is zero
  CHECK_EQ(x, 10);
  CHECK_EQ(b, OOPS);
  CHECK(gen_send(g, 5, &x) && x == 2);
  CHECK_EQ(a, 0);
  CHECK_TRACE("v5");
  gen_close(g);
}

static void after_a_nested_catch_the_outer_one_catches_again(void) {
  int a = -1, b = -1, x = 0;
  generator(int, int) g = nested(&a, &b);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_send(g, 7, &x));
  CHECK_EQ(x, 17);
  CHECK_EQ(b, 0);
  CHECK(gen_throw(g, WORSE, &x) && x == 2);
  CHECK_EQ(a, WORSE);
  CHECK_EQ(b, 0);
  CHECK_TRACE("v0");
  CHECK(!gen_throw(g, OOPS)); // past both catches
  CHECK_EQ(gen_error(g), OOPS);
  CHECK_EQ(a, WORSE);
  gen_close(g);
}

// ---- Errors as values -------------------------------------------------------------

struct failures {
  int count;
  int code[4];
};

generator(int) records(struct failures *f) {
  for (int i = 0; f->count < 4; ++i) {
    gen_catch(f->code[f->count], yield i);
    if (f->code[f->count])
      ++f->count;
  }
}

static void the_error_can_be_any_int_lvalue(void) {
  struct failures f = {0, {0}};
  int x = -1;
  generator(int) g = records(&f);
  CHECK(gen_next(g, &x));
  CHECK(gen_throw(g, 11, &x));
  CHECK(gen_next(g, &x));
  CHECK(gen_throw(g, -22, &x));
  CHECK(gen_throw(g, 33, &x));
  CHECK_EQ(x, 4);
  CHECK(!gen_throw(g, 44, &x));
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  CHECK(f.code[0] == 11 && f.code[1] == -22 && f.code[2] == 33 &&
        f.code[3] == 44);
  gen_close(g);
}

generator(struct failures) yields_structs(int *error) {
  gen_catch(*error, yield (struct failures){.count = 1});
  gen_catch(*error, yield (struct failures){.code = {1, 2, 3, 4}});
}

static void a_throw_returns_a_struct_as_whole(void) {
  struct failures f = {9, {9, 9, 9, 9}};
  int error = -1;
  generator(struct failures) g = yields_structs(&error);
  CHECK(gen_next(g, &f));
  CHECK(f.count == 1 && f.code[3] == 0);
  CHECK(gen_throw(g, OOPS, &f));
  CHECK(f.count == 0 && f.code[0] == 1 && f.code[3] == 4);
  CHECK_EQ(error, OOPS);
  gen_close(g);
}

CASES(CASE(uncaught_it_finishes_the_generator_and_reaches_the_consumer),
      CASE(a_fresh_one_finishes_failed_without_running),
      CASE(a_finished_one_stays_as_it_ended),
      CASE(a_throw_of_0_is_refused_and_leaves_it_unharmed),
      CASE(the_rest_of_the_expression_is_not_evaluated),
      CASE(caught_the_throw_returns_the_next_value),
      CASE(caught_nothing_the_error_is_0_and_the_value_what_was_sent),
      CASE(caught_and_returned_the_throw_is_false_and_nothing_failed),
      CASE(a_yield_without_a_catch_after_one_with_it_fails),
      CASE(catch_clean_up_and_fail_again_with_another_code),
      CASE(failing_again_with_the_same_code_is_a_failure_like_any_other),
      CASE(a_nested_catch_catches_what_its_own_yield_is_thrown),
      CASE(after_a_nested_catch_the_outer_one_catches_again),
      CASE(the_error_can_be_any_int_lvalue),
      CASE(a_throw_returns_a_struct_as_whole))
