// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What yield from evaluates to, and gen_catch around it.
//
// RUN: %levels %s

#include <errno.h>
#include <yieldc.h>

#include "Inputs/check.h"

enum { OOPS = 1000, WORSE = 1001 };

// ---- Results --------------------------------------------------------------------

struct point {
  double x, y;
  char label[20];
};

generator(char, void, struct point) returns_struct(void) {
  yield 'a';
  return (struct point){1.5, -2, "here"};
}

generator(char, void, double) uses_struct(void) {
  struct point p = yield from returns_struct();
  note("%s", p.label);
  yield 'b';
  return (yield from returns_struct()).x - p.y;
}

static void a_struct_result_is_the_value_as_whole(void) {
  double result = 0;
  generator(char, void, double) g = uses_struct();
  CHECK(gen_next(g) && gen_next(g) && gen_next(g) && !gen_next(g));
  CHECK_TRACE("here");
  CHECK(gen_result(g, &result));
  CHECK(result == 3.5);
  gen_close(g);
}

generator(int, void, int) returns_or_not(int yields, int value, int absent) {
  for (int i = 0; i < yields; ++i)
    yield 1;
  if (absent)
    return;
  return value;
}

generator(int, void, int) result_of(generator(int, void, int) g) {
  int result = yield from g;
  note("%d", result);
}

static void drain(generator(int, void, int) g) {
  while (gen_next(g))
    ;
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  gen_close(g);
}

static void a_zero_result_is_zero(void) {
  drain(result_of(returns_or_not(1, 0, 0)));
  drain(result_of(returns_or_not(0, 0, 0)));
  CHECK_TRACE("0 0");
}

// Python's None; here a zero of the type that is returned.
static void an_absent_result_is_zero(void) {
  drain(result_of(returns_or_not(2, 5, 1)));
  drain(result_of(returns_or_not(0, 5, 1)));
  CHECK_TRACE("0 0");
}

static void an_inner_that_never_yields_has_a_result_too(void) {
  drain(result_of(returns_or_not(0, 5, 0)));
  CHECK_TRACE("5");
}

static void an_outer_without_a_return_has_no_result(void) {
  int result = -1;
  generator(int, void, int) g = result_of(returns_or_not(1, 5, 0));
  CHECK(gen_next(g) && !gen_next(g));
  CHECK(!gen_result(g, &result));
  CHECK_EQ(result, -1);
  gen_close(g);
}

generator(int) nothing(void) { yield 1; }
generator(int) outer_of_nothing(void) {
  yield from nothing();
  (void)(yield from nothing());
  yield 2;
}

static void without_a_result_type_it_is_a_void_expression(void) {
  CHECK_YIELDS(outer_of_nothing(), 1, 1, 2);
}

generator(int, void, long) recursive_sum(int n) {
  if (n == 0)
    return 0;
  yield n;
  return n + (yield from recursive_sum(n - 1));
}

static void a_result_can_be_an_operand_at_each_level(void) {
  long sum = -1;
  int n = 0;
  generator(int, void, long) g = recursive_sum(100);
  while (gen_next(g))
    ++n;
  CHECK_EQ(n, 100);
  CHECK(gen_result(g, &sum));
  CHECK_EQ(sum, 5050);
  gen_close(g);
}

generator(int, int, int) asks_twice(void) {
  int a = yield 1;
  int b = yield 2;
  return a * b;
}
generator(int, int, int) in_one_expression(void) {
  int both = (yield from asks_twice()) + (yield from asks_twice());
  return both;
}

static void two_delegations_stand_in_one_expression(void) {
  int result = 0;
  generator(int, int, int) g = in_one_expression();
  CHECK(gen_next(g));
  CHECK(gen_send(g, 2) && gen_send(g, 3) && gen_send(g, 4) && !gen_send(g, 5));
  CHECK(gen_result(g, &result) && result == 26);
  gen_close(g);
}

// ---- Generators that have already ended -------------------------------------------

static void
delegating_to_a_returned_one_yields_nothing_and_has_its_result(void) {
  generator(int, void, int) g = returns_or_not(1, 5, 0);
  CHECK(gen_next(g) && !gen_next(g));
  drain(result_of(g));
  CHECK_TRACE("5");
}

generator(int, void, int) fails_with(int code) {
  yield 1;
  gen_fail(code);
}

static void delegating_to_a_failed_one_fails_with_its_code(void) {
  generator(int, void, int) g = fails_with(OOPS);
  CHECK(gen_next(g) && !gen_next(g));
  g = result_of(g);
  CHECK(!gen_next(g));
  CHECK_EQ(gen_error(g), OOPS);
  CHECK_TRACE("");
  gen_close(g);
}

static void delegating_to_null_fails_for_want_of_memory(void) {
  generator(int, void, int) g = result_of(NULL);
  CHECK(!gen_next(g));
  CHECK_EQ(gen_error(g), ENOMEM);
  CHECK_TRACE("");
  gen_close(g);
}

// ---- gen_catch around yield from ---------------------------------------------------

generator(int, void, int) catches(generator(int, void, int) g) {
  int error = -1;
  SCOPE(catches);
  int result = gen_catch(error, yield from g);
  note("error%d result%d", error, result);
  yield 100;
}

static void a_catch_without_an_error_gives_the_result(void) {
  int x = -1;
  generator(int, void, int) g = catches(returns_or_not(1, 5, 0));
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_next(g, &x) && x == 100);
  CHECK_TRACE("error0 result5");
  gen_close(g);
}

static void a_caught_error_of_the_inner_makes_the_value_zero(void) {
  int x = -1;
  generator(int, void, int) g = catches(fails_with(OOPS));
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_next(g, &x) && x == 100);
  CHECK_EQ(gen_error(g), 0);
  CHECK_TRACE("error1000 result0");
  gen_close(g);
  CHECK_TRACE("~catches");
}

static void a_throw_that_the_inner_lets_pass_is_caught_around_it(void) {
  int x = -1;
  generator(int, void, int) g = catches(returns_or_not(3, 5, 0));
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_throw(g, WORSE, &x));
  CHECK_EQ(x, 100);
  CHECK_TRACE("error1001 result0");
  CHECK(!gen_throw(g, OOPS)); // past the catch
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

static void delegating_to_null_can_be_caught(void) {
  int x = -1;
  generator(int, void, int) g = catches(NULL);
  CHECK(gen_next(g, &x) && x == 100);
  char trace[40];
  snprintf(trace, sizeof trace, "error%d result0", ENOMEM);
  CHECK_TRACE(trace);
  gen_close(g);
}

static void a_close_passes_a_catch_around_the_delegation(void) {
  generator(int, void, int) g = catches(returns_or_not(1, 5, 0));
  CHECK(gen_next(g));
  gen_close(g);
  CHECK_TRACE("~catches");
}

generator(int, void, int) catches_around_catches(generator(int, void, int) g) {
  int error = -1;
  gen_catch(error, yield from catches(gen_move(g)));
  note("around%d", error);
  yield 200;
}

static void nested_catches_the_inner_restores_the_outer(void) {
  int x = -1;
  generator(int, void, int) g = catches_around_catches(returns_or_not(3, 5, 0));
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_throw(g, OOPS, &x) && x == 100); // caught by the inner catch
  CHECK_TRACE("error1000 result0");
  CHECK(gen_throw(g, WORSE, &x) && x == 200); // by the outer one
  CHECK_TRACE("~catches around1001");
  CHECK(!gen_throw(g, OOPS, &x)); // by none
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

generator(char, void, double) catches_struct(void) {
  int error = -1;
  struct point p = gen_catch(error, yield from returns_struct());
  note("error%d label'%s'", error, p.label);
  return p.x + p.y;
}

static void a_caught_error_makes_a_struct_zero(void) {
  double result = -1;
  generator(char, void, double) g = catches_struct();
  CHECK(gen_next(g) && !gen_throw(g, OOPS));
  CHECK_TRACE("error1000 label''");
  CHECK(gen_result(g, &result) && result == 0);
  gen_close(g);
}

CASES(CASE(a_struct_result_is_the_value_as_whole), CASE(a_zero_result_is_zero),
      CASE(an_absent_result_is_zero),
      CASE(an_inner_that_never_yields_has_a_result_too),
      CASE(an_outer_without_a_return_has_no_result),
      CASE(without_a_result_type_it_is_a_void_expression),
      CASE(a_result_can_be_an_operand_at_each_level),
      CASE(two_delegations_stand_in_one_expression),
      CASE(delegating_to_a_returned_one_yields_nothing_and_has_its_result),
      CASE(delegating_to_a_failed_one_fails_with_its_code),
      CASE(delegating_to_null_fails_for_want_of_memory),
      CASE(a_catch_without_an_error_gives_the_result),
      CASE(a_caught_error_of_the_inner_makes_the_value_zero),
      CASE(a_throw_that_the_inner_lets_pass_is_caught_around_it),
      CASE(delegating_to_null_can_be_caught),
      CASE(a_close_passes_a_catch_around_the_delegation),
      CASE(nested_catches_the_inner_restores_the_outer),
      CASE(a_caught_error_makes_a_struct_zero))
