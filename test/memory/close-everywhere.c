// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A close at each suspension point runs each cleanup once, innermost first.
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s %{wrap}
// RUN: %if sanitizers %{ %levels %s %{wrap} --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <errno.h>
#include <yieldc.h>

#include "Inputs/allocations.h"

enum { OOPS = 1000 };

// ---- A body with every kind of scope ------------------------------------------

generator(int, int) two(int first) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  yield first;
  COUNTED_SCOPE(later);
  yield first + 1;
}

static int add(int a, int b, int c) { return a + b + c; }

struct pair {
  int a, b;
};

/// Yields 0, 1, 2 … in all sorts of places; catches what is thrown at some.
generator(int, int) every_scope(void) {
  int depth = 0, next = 0, error = 0;
  COUNTED_SCOPE(body);
  yield next++;
  {
    COUNTED_SCOPE(block);
    COUNTED_SCOPE(second);
    yield next++;
  }
  for (int i = 0; i < 3; ++i) {
    COUNTED_SCOPE(pass);
    if (i == 1) {
      COUNTED_SCOPE(skipped);
      yield next++;
      continue;
    }
    yield next++;
  }
  while (yield next++, true) {
    COUNTED_SCOPE(pass);
    yield next++;
    if (next % 2)
      break;
    yield next++;
  }
again: {
  COUNTED_SCOPE(left_by_goto);
  yield next++;
  if (next < 15)
    goto again;
}
  switch (yield next++) {
  default: {
    COUNTED_SCOPE(in_switch);
    yield next++;
    break;
  }
  }
  COUNTED_SCOPE(until_the_end);
  int sum = add((yield next++, 1), 2, (yield next++, 3));
  struct pair p = {.a = (yield next++, 4), .b = 5};
  for (int n = 1; n < 4; ++n) {
    char array[n * sum];
    COUNTED_SCOPE(with_array);
    memset(array, n, sizeof array);
    yield next++;
    int square[n][p.b];
    square[n - 1][p.b - 1] = array[0];
    yield next++;
    CHECK_EQ(square[n - 1][p.b - 1], n);
  }
  foreach (x, two(100)) {
    COUNTED_SCOPE(pass);
    CHECK(x >= 100);
    yield next++;
    foreach (y, two(x)) {
      COUNTED_SCOPE(inner);
      CHECK(y >= x);
      yield next++;
      if (y != x)
        break;
    }
  }
  gen_catch(error, yield next++);
  {
    COUNTED_SCOPE(around_delegation);
    yield from two(next);
    next += 2;
    gen_catch(error, yield from two(next));
    if (!error)
      next += 2;
  }
  __extension__({
    COUNTED_SCOPE(in_expression);
    yield next++;
  });
  if (sum + p.a)
    yield next++;
}

static generator(int, int) resumed(int times, bool *more) {
  int x = -1;
  generator(int, int) g = every_scope();
  *more = true;
  for (int i = 0; i < times && *more; ++i) {
    *more = gen_next(g, &x);
    if (*more)
      CHECK_EQ(x, i);
  }
  return g;
}

static bool close_at(int point) {
  bool more;
  generator(int, int) g = resumed(point, &more);
  CHECK(point == 0 || !more || open_scopes > 0);
  gen_close(g);
  return more;
}
static void a_close_at_each_point(void) {
  CHECK_EQ(at_each_point(close_at), 1 + 39); // fresh, and at each yield
}

static bool throw_at(int point) {
  bool more;
  int x;
  generator(int, int) g = resumed(point, &more);
  if (gen_throw(g, OOPS, &x))
    CHECK(gen_next(g, &x)); // caught: it goes on
  else
    CHECK_EQ(gen_error(g), more ? OOPS : 0);
  gen_close(g);
  return more;
}
static void a_throw_at_each_point(void) { at_each_point(throw_at); }

static bool throw_and_throw_at(int point) {
  bool more;
  int throws = 0;
  generator(int, int) g = resumed(point, &more);
  while (gen_throw(g, OOPS))
    ++throws;
  CHECK(throws <= 2); // there are two catches
  gen_close(g);
  return more;
}
static void throws_at_each_point_until_it_fails(void) {
  at_each_point(throw_and_throw_at);
}

// ---- Pipelines ------------------------------------------------------------------

generator(int) numbers(int n) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  for (int i = 0; i < n; ++i) {
    COUNTED_SCOPE(pass);
    yield i;
  }
}

generator(int) odd(generator(int) source) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  foreach (x, source) {
    COUNTED_SCOPE(pass);
    if (x % 2)
      yield x;
  }
}

generator(int) each_twice(generator(int) source) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  foreach (x, source) {
    int array[x + 1];
    array[x] = x;
    yield array[x];
    yield array[x];
  }
}

generator(int) between(generator(int) a, generator(int) b) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  yield -1;
  yield from a;
  COUNTED_SCOPE(later);
  yield -2;
  yield from b;
  yield -3;
}

generator(int) take(int n, generator(int) source) {
  int depth = 0;
  COUNTED_SCOPE(scope);
  foreach (x, source) {
    if (n-- == 0)
      return;
    yield x;
  }
}

generator(int) pass_on(generator(int) source) { yield from source; }

/// The first `stages` stages of a pipeline.
static generator(int) pipeline(int stages) {
  generator(int) g = numbers(20);
  if (stages > 1)
    g = odd(g);
  if (stages > 2)
    g = each_twice(g);
  if (stages > 3)
    g = between(g, numbers(3));
  if (stages > 4)
    g = pass_on(g);
  if (stages > 5)
    g = pass_on(g);
  if (stages > 6)
    g = take(22, g);
  return g;
}
enum { STAGES = 7 };

static int stages;

static bool close_pipeline_at(int point) {
  generator(int) g = pipeline(stages);
  bool more = true;
  for (int i = 0; i < point && more; ++i)
    more = gen_next(g);
  gen_close(g);
  return more;
}
static void a_close_of_a_pipeline_of_each_length_at_each_point(void) {
  for (stages = 1; stages <= STAGES; ++stages)
    at_each_point(close_pipeline_at);
}

static bool throw_into_pipeline_at(int point) {
  generator(int) g = pipeline(stages);
  bool more = true;
  for (int i = 0; i < point && more; ++i)
    more = gen_next(g);
  CHECK(!gen_throw(g, OOPS));
  CHECK_EQ(open_scopes, 0); // before it is closed
  CHECK_EQ(gen_error(g), more ? OOPS : 0);
  gen_close(g);
  return more;
}
static void a_throw_into_a_pipeline_of_each_length_at_each_point(void) {
  for (stages = 1; stages <= STAGES; ++stages)
    at_each_point(throw_into_pipeline_at);
}

static bool break_out_at(int point) {
  int n = 0;
  foreach (x, pipeline(STAGES)) {
    CHECK(x >= -3);
    if (n++ == point)
      break;
  }
  return n == point + 1;
}
static void a_break_out_of_a_pipeline_at_each_point(void) {
  CHECK_EQ(at_each_point(break_out_at), 22); // what take yields
}

// The stages are begun one by one, from the source on, before the next is made.
static bool close_begun_at(int point) {
  generator(int) g = numbers(100);
  int i = 0;
  for (; i < point && i < 30; ++i) {
    CHECK(gen_next(g));
    g = i % 3 == 0 ? pass_on(g) : i % 3 == 1 ? take(100, g) : odd(pass_on(g));
  }
  gen_close(g);
  return i < 30;
}
static void a_close_of_stages_that_began_before_they_were_joined(void) {
  at_each_point(close_begun_at);
}

// ---- With failing allocations ------------------------------------------------

static int point_of_close;
static bool reached_the_end;

static void close_while_allocations_fail(void) {
  generator(int) g = pipeline(STAGES);
  bool more = true;
  for (int i = 0; i < point_of_close && more; ++i)
    more = gen_next(g);
  if (!more)
    CHECK_EQ(gen_error(g), has_failed ? ENOMEM : 0);
  reached_the_end = !more;
  gen_close(g);
}
static void a_close_at_each_point_while_each_allocation_fails(void) {
  for (point_of_close = 0; point_of_close < 25; ++point_of_close)
    with_each_allocation_failing(close_while_allocations_fail);
  CHECK(reached_the_end);
}

CASES(CASE(a_close_at_each_point), CASE(a_throw_at_each_point),
      CASE(throws_at_each_point_until_it_fails),
      CASE(a_close_of_a_pipeline_of_each_length_at_each_point),
      CASE(a_throw_into_a_pipeline_of_each_length_at_each_point),
      CASE(a_break_out_of_a_pipeline_at_each_point),
      CASE(a_close_of_stages_that_began_before_they_were_joined),
      CASE(a_close_at_each_point_while_each_allocation_fails))
