// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Delegation ten thousand deep needs no C stack, and an item costs the same.
//
// RUN: %levels %s
//
// The cases run on a stack of 128 KB: 13 bytes for each level.
// (That no resume walks the chain can't be seen from outside; but if it did,
// a million items through ten thousand levels would take ten thousand times as
// long as through one. A hundredth of that is allowed.)

#include <errno.h>
#include <time.h>
#include <yieldc.h>

#include "Inputs/check.h"
#include "Inputs/small-stack.h"

enum { DEPTH = 10000, OOPS = 1000 };

static int cleanups;
static void count_cleanup(const int *level) {
  CHECK_EQ(*level, cleanups); // innermost first
  ++cleanups;
}

/// Level 0 yields 1 … n; the result counts the levels.
generator(int, int, long) deep(int level, int n) {
  __attribute__((cleanup(count_cleanup), unused)) int mine = level;
  if (level)
    return 1 + (yield from deep(level - 1, n));
  for (int i = 1; i <= n; ++i)
    i += yield i;
  return 1;
}

static void the_first_next_descends(void) {
  int x = -1;
  cleanups = 0;
  generator(int, int, long) g = deep(DEPTH, 3);
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 1);
  CHECK_EQ(cleanups, 0);
  gen_close(g);
}

static void the_end_ascends_with_the_results(void) {
  int n = 0;
  long result = 0;
  cleanups = 0;
  generator(int, int, long) g = deep(DEPTH, 3);
  while (gen_next(g))
    ++n;
  CHECK_EQ(n, 3);
  CHECK_EQ(cleanups, DEPTH + 1);
  CHECK(gen_result(g, &result));
  CHECK_EQ(result, DEPTH + 1);
  gen_close(g);
}

static void sends_reach_the_innermost(void) {
  int x = -1;
  cleanups = 0;
  generator(int, int, long) g = deep(DEPTH, 1000);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_send(g, 500, &x));
  CHECK_EQ(x, 502);
  gen_close(g);
}

static void a_close_unwinds_them_all(void) {
  cleanups = 0;
  generator(int, int, long) g = deep(DEPTH, 3);
  CHECK(gen_next(g) && gen_next(g));
  gen_close(g);
  CHECK_EQ(cleanups, DEPTH + 1);
}

static void a_throw_unwinds_them_all(void) {
  cleanups = 0;
  generator(int, int, long) g = deep(DEPTH, 3);
  CHECK(gen_next(g) && !gen_throw(g, OOPS));
  CHECK_EQ(cleanups, DEPTH + 1);
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
}

generator(int) numbers(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}

/// Delegates to what has begun already.
generator(int) around(generator(int) source) { yield from source; }

static void a_chain_joined_from_the_inside_out_works_the_same(void) {
  int x = -1, expected = 0;
  generator(int) g = numbers(DEPTH + 10);
  for (int i = 0; i < DEPTH; ++i) {
    CHECK(gen_next(g, &x));
    CHECK_EQ(x, expected++);
    g = around(g); // the old outermost is delegating already
  }
  foreach (y, g)
    CHECK_EQ(y, expected++);
  CHECK_EQ(expected, DEPTH + 10);
}

generator(int) a_step(int from, int n) {
  yield from;
  if (n > 1)
    yield from a_step(from + 1, n - 1);
}

static void a_recursion_that_yields_at_each_level_goes_as_deep(void) {
  int expected = 0;
  foreach (x, a_step(0, DEPTH))
    CHECK_EQ(x, expected++);
  CHECK_EQ(expected, DEPTH);
}

generator(int) many(int level, int n) {
  if (level)
    yield from many(level - 1, n);
  else
    for (int i = 0; i < n; ++i)
      yield i;
}

static double seconds_for(int depth) {
  long long sum = 0;
  generator(int) g = many(depth, 1000000);
  CHECK(gen_next(g)); // is there, at the bottom
  clock_t start = clock();
  for (int x; gen_next(g, &x);)
    sum += x;
  clock_t end = clock();
  CHECK_EQ(sum, 499999500000);
  gen_close(g);
  return (double)(end - start) / CLOCKS_PER_SEC;
}

static void an_item_costs_the_same_at_any_depth(void) {
  double shallow = seconds_for(1), deep = seconds_for(DEPTH);
  CHECK(deep < 100 * shallow + 0.1);
}

static void *on_a_small_stack(void *unused) {
  static const struct check_case cases[] = {
      CASE(the_first_next_descends),
      CASE(the_end_ascends_with_the_results),
      CASE(sends_reach_the_innermost),
      CASE(a_close_unwinds_them_all),
      CASE(a_throw_unwinds_them_all),
      CASE(a_chain_joined_from_the_inside_out_works_the_same),
      CASE(a_recursion_that_yields_at_each_level_goes_as_deep),
      CASE(an_item_costs_the_same_at_any_depth),
  };
  check_main(cases, sizeof cases / sizeof *cases);
  return unused;
}

int main(void) {
  run_on_a_small_stack(on_a_small_stack);
  return check_failures != 0;
}
