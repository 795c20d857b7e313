// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whichever allocation fails, nothing is left behind and the code is ENOMEM.
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s %{wrap}
// RUN: %if sanitizers %{ %levels %s %{wrap} --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <errno.h>
#include <yieldc.h>

#include "Inputs/allocations.h"

// ---- Stages -----------------------------------------------------------------

generator(int) numbers(int n) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  for (int i = 0; i < n; ++i)
    yield i;
}

generator(int) evens(generator(int) source) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  foreach (x, source)
    if (x % 2 == 0)
      yield x;
}

generator(int) plus(int n, generator(int) source) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  yield from source;
  yield n;
}

generator(int) sums(generator(int) a, generator(int) b) {
  int depth = 0, y = 0;
  COUNTED_SCOPE(scope);
  foreach (x, a) {
    COUNTED_SCOPE(pass);
    if (!gen_next(b, &y)) {
      if (gen_error(b))
        gen_fail(gen_error(b));
      break;
    }
    yield x + y;
  }
}

generator(int) with_arrays(int n, generator(int) source) {
  int depth = 0;
  COUNTED_SCOPE(outer);
  int counts[n];
  COUNTED_SCOPE(middle);
  memset(counts, 0, sizeof counts);
  foreach (x, source) {
    COUNTED_SCOPE(pass);
    char buffer[x + 1];
    COUNTED_SCOPE(inner);
    memset(buffer, 1, sizeof buffer);
    ++counts[x % n];
    yield (int)sizeof buffer;
  }
  for (int i = 0; i < n; ++i)
    yield counts[i];
}

/// Consumes g; checks that it fails for want of memory if and only if there was
/// none, and yields this sum if it doesn't.
static void check_sum(generator(int) g, int expected) {
  int sum = 0, error = -1;
  foreach (x, g, error)
    sum += x;
  CHECK_EQ(error, has_failed ? ENOMEM : 0);
  if (!has_failed)
    CHECK_EQ(sum, expected);
}

// ---- Cases ------------------------------------------------------------------

static void make_one(void) {
  int x = -1;
  generator(int) g = numbers(2);
  if (has_failed) {
    CHECK(g == NULL);
    CHECK_EQ(gen_error(g), ENOMEM);
    CHECK_EQ(gen_state(g), GEN_FAILED);
    CHECK(!gen_next(g, &x));
  } else {
    CHECK(gen_next(g, &x) && x == 0);
  }
  gen_close(g);
}
static void a_generator_that_cannot_be_made_is_null(void) {
  with_each_allocation_failing(make_one);
}

static void make_pipeline(void) {
  // 0 2 4 6 8, 100; plus 0 … 5: 115 + 0+2+4+6+8
  check_sum(sums(plus(100, evens(numbers(10))), numbers(6)), 135);
}
static void a_pipeline_of_which_a_stage_cannot_be_made_closes_the_others(void) {
  with_each_allocation_failing(make_pipeline);
}

static void make_pipeline_and_drop_it(void) {
  gen_close(sums(plus(100, evens(numbers(10))), numbers(6)));
}
static void a_pipeline_dropped_before_it_begins_closes_all_stages(void) {
  with_each_allocation_failing(make_pipeline_and_drop_it);
}

static void make_pipeline_and_break(void) {
  int error = -1, n = 0;
  foreach (x, sums(plus(100, evens(numbers(10))), numbers(6)), error) {
    CHECK(x >= 0);
    if (++n == 3)
      break;
  }
  CHECK_EQ(error, has_failed ? ENOMEM : 0);
}
static void a_pipeline_left_in_the_middle_closes_all_stages(void) {
  with_each_allocation_failing(make_pipeline_and_break);
}

static void pass_begun_ones(void) {
  generator(int) a = numbers(5), b = numbers(5);
  int x;
  bool begun = gen_next(a, &x) && gen_next(b, &x);
  CHECK_EQ(begun, !has_failed);
  check_sum(sums(a, b), 2 + 4 + 6 + 8);
}
static void handles_given_to_one_that_cannot_be_made_are_unwound(void) {
  with_each_allocation_failing(pass_begun_ones);
}

static int evaluated;
static int evaluate(int n) {
  ++evaluated;
  return n;
}

static void evaluate_arguments(void) {
  evaluated = 0;
  generator(int) g = plus(evaluate(5), numbers(evaluate(1)));
  CHECK_EQ(evaluated, 2);
  gen_close(g);
}
static void the_arguments_are_evaluated_all_the_same(void) {
  with_each_allocation_failing(evaluate_arguments);
}

static void make_arrays(void) {
  // 1 + 2 + … + 6, and each of 0 … 5 is counted
  check_sum(with_arrays(4, numbers(6)), 21 + 6);
}
static void an_array_that_cannot_be_made_fails_the_generator(void) {
  with_each_allocation_failing(make_arrays);
}

/// The address of a first element, which must be there.
static char *first_of(char *array) {
  CHECK(array != NULL);
  array[0] = 1;
  return array;
}
#pragma clang diagnostic ignored "-Wc23-extensions"
generator(int) declares_in_odd_places(int n) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  // With others, of which the initialiser uses it; behind labels.
  char together[n], *one = first_of(together), other[*one + n], *two;
  two = first_of(other);
  yield *one + *two;
  if (n > 3)
    goto behind;
  yield 10;
behind:;
  {
  label:
    __attribute__((unused)) char labelled[n];
    yield *first_of(labelled);
    if (--n > 2)
      goto label;
  }
  switch (n) {
  default:
  case 1:
    __attribute__((unused)) char chosen[n];
    yield 100 * *first_of(chosen);
  }
}
static void make_arrays_in_odd_places(void) {
  check_sum(declares_in_odd_places(4), 2 + 1 + 1 + 100);
}
static void whatever_follows_an_array_that_cannot_be_made_does_not_run(void) {
  with_each_allocation_failing(make_arrays_in_odd_places);
}

static void make_arrays_and_break(void) {
  int error = -1, n = 0;
  foreach (x, with_arrays(4, numbers(6)), error)
    if (n += x, n >= 6)
      break;
  CHECK_EQ(error, has_failed ? ENOMEM : 0);
}
static void arrays_are_freed_by_a_close_in_the_middle(void) {
  with_each_allocation_failing(make_arrays_and_break);
}

// ---- Recursion, and catching it ---------------------------------------------

generator(int) halves(int first, int n) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  if (n == 1) {
    yield first;
    return;
  }
  yield from halves(first, n / 2);
  foreach (x, halves(first + n / 2, n - n / 2))
    yield x;
}

static void recurse(void) {
  int expected = 0, error = -1;
  foreach (x, halves(0, 12), error)
    CHECK_EQ(x, expected++); // what comes is right, as far as it comes
  CHECK_EQ(error, has_failed ? ENOMEM : 0);
  CHECK(has_failed ? expected < 12 : expected == 12);
}
static void a_recursion_fails_at_all_levels(void) {
  with_each_allocation_failing(recurse);
}

generator(int) retries(int n) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  for (int i = 0; i < n; ++i) {
    int error = 0;
    gen_catch(error, yield from with_arrays(2, numbers(2)));
    if (error) {
      CHECK_EQ(error, ENOMEM);
      yield 1000;
    }
  }
}

static void retry(void) {
  int error = -1, rounds = 0, failed = 0, x_sum = 0;
  foreach (x, retries(3), error) {
    failed += x == 1000;
    x_sum += x;
    ++rounds;
  }
  if (error) {
    CHECK_EQ(error, ENOMEM); // retries itself
    CHECK_EQ(rounds, 0);
  } else {
    CHECK_EQ(failed, has_failed);
    if (!has_failed)
      CHECK_EQ(x_sum, 3 * (1 + 2 + 1 + 1));
  }
}
static void a_caught_failure_lets_the_outer_go_on(void) {
  with_each_allocation_failing(retry);
}

// ---- Over-aligned frames and arrays -------------------------------------------

struct block {
  _Alignas(64) char bytes[64];
};

generator(struct block) blocks(int n) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  struct block all[n];
  memset(all, 7, sizeof all);
  for (int i = 0; i < n; ++i)
    yield all[i];
}

static void make_blocks(void) {
  int sum = 0, error = -1;
  foreach (x, blocks(3), error)
    sum += x.bytes[63];
  CHECK_EQ(error, has_failed ? ENOMEM : 0);
  if (!has_failed)
    CHECK_EQ(sum, 21);
}
static void an_over_aligned_frame_that_cannot_be_made_is_null(void) {
  with_each_allocation_failing(make_blocks);
}

CASES(CASE(a_generator_that_cannot_be_made_is_null),
      CASE(a_pipeline_of_which_a_stage_cannot_be_made_closes_the_others),
      CASE(a_pipeline_dropped_before_it_begins_closes_all_stages),
      CASE(a_pipeline_left_in_the_middle_closes_all_stages),
      CASE(handles_given_to_one_that_cannot_be_made_are_unwound),
      CASE(the_arguments_are_evaluated_all_the_same),
      CASE(an_array_that_cannot_be_made_fails_the_generator),
      CASE(whatever_follows_an_array_that_cannot_be_made_does_not_run),
      CASE(arrays_are_freed_by_a_close_in_the_middle),
      CASE(a_recursion_fails_at_all_levels),
      CASE(a_caught_failure_lets_the_outer_go_on),
      CASE(an_over_aligned_frame_that_cannot_be_made_is_null))
