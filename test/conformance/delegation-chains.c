// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Chains of delegations: passing through many, joining begun ones, loops.
//
// RUN: %levels %s

#include <errno.h>
#include <stdbool.h>
#include <yieldc.h>

#include "Inputs/check.h"

enum { OOPS = 1000 };

// ---- Throw and close through a chain -------------------------------------------

/// Level 0 yields 1, 2, 3; each other delegates, and `catcher` catches.
generator(int, int) chain(int level, int catcher) {
  SCOPE(scope);
  if (level == 0) {
    for (int i = 1; i <= 3; ++i) {
      int sent = yield i;
      note("sent%d", sent);
    }
  } else if (level == catcher) {
    int error;
    gen_catch(error, yield from chain(level - 1, catcher));
    note("level%d error%d", level, error);
    int sent = yield 10 * level;
    note("catcher%d", sent);
  } else {
    yield from chain(level - 1, catcher);
  }
  note("end%d", level);
}

static void a_throw_through_a_chain_unwinds_each_from_the_innermost(void) {
  generator(int, int) g = chain(4, -1);
  CHECK(gen_next(g));
  CHECK(!gen_throw(g, OOPS));
  CHECK_TRACE("~scope ~scope ~scope ~scope ~scope");
  CHECK_EQ(gen_error(g), OOPS);
  gen_close(g);
  CHECK_TRACE("");
}

static void a_throw_through_a_chain_stops_at_who_catches_it(void) {
  int x = -1;
  generator(int, int) g = chain(4, 2);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_send(g, 5, &x) && x == 2);
  CHECK_TRACE("sent5");
  CHECK(gen_throw(g, OOPS, &x));
  CHECK_EQ(x, 20);
  CHECK_TRACE("~scope ~scope level2 error1000"); // of levels 0 and 1
  CHECK(!gen_send(g, 6, &x));
  CHECK_TRACE("catcher6 end2 ~scope end3 ~scope end4 ~scope");
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  CHECK_EQ(gen_error(g), 0);
  gen_close(g);
}

static void a_close_through_a_chain_is_caught_by_nobody(void) {
  generator(int, int) g = chain(4, 2);
  CHECK(gen_next(g));
  gen_close(g);
  CHECK_TRACE("~scope ~scope ~scope ~scope ~scope");
}

generator(int) names(int level) {
  SCOPE(x);
  if (level)
    yield from names(level - 1);
  else
    yield 1;
  note("on%d", level);
}

static void a_chain_returns_from_the_innermost_to_the_outermost(void) {
  CHECK_YIELDS(names(3), 1);
  CHECK_TRACE("on0 ~x on1 ~x on2 ~x on3 ~x");
}

// ---- Joining generators that have begun -------------------------------------------

generator(int) range(int from, int to) {
  for (int i = from; i < to; ++i)
    yield i;
}

/// Passes `source` on between the values 100 + level and 200 + level.
generator(int) wrap(int level, generator(int) source) {
  SCOPE(wrap);
  yield 100 + level;
  yield from source;
  yield 200 + level;
}

static int next_of(generator(int) g) {
  int x = -1;
  CHECK(gen_next(g, &x));
  return x;
}

static void a_partly_consumed_one_goes_on_where_it_was(void) {
  generator(int) inner = range(0, 4);
  CHECK_EQ(next_of(inner), 0);
  CHECK_EQ(next_of(inner), 1);
  CHECK_YIELDS(wrap(1, inner), 101, 2, 3, 201);
}

static void one_that_is_itself_delegating_can_be_delegated_to(void) {
  generator(int) a = wrap(1, range(0, 4)), b, c;
  CHECK_EQ(next_of(a), 101);
  CHECK_EQ(next_of(a), 0); // a delegates
  b = wrap(2, a);
  CHECK_EQ(next_of(b), 102);
  CHECK_EQ(next_of(b), 1); // b delegates to a, which delegates
  c = wrap(3, b);
  CHECK_EQ(next_of(c), 103);
  CHECK_EQ(next_of(c), 2); // c joins a chain of three
  CHECK_EQ(gen_state(c), GEN_SUSPENDED);
  CHECK_YIELDS(c, 3, 201, 202, 203);
  CHECK_TRACE("~wrap ~wrap ~wrap");
}

static generator(int) above[3]; // who delegate, through each other, to:

/// Checks, whenever it runs, that those above it can't be resumed.
generator(int) looks_up(void) {
  for (int i = 0;; ++i) {
    for (int k = 0; k < 3 && above[k]; ++k) {
      CHECK_EQ(gen_state(above[k]), GEN_RUNNING);
      CHECK(!gen_next(above[k]));
      CHECK_EQ(gen_error(above[k]), EBUSY);
    }
    note("%d", i);
    yield i;
  }
}

static void all_of_a_joined_chain_are_running_while_the_innermost_runs(void) {
  for (int k = 0; k < 3; ++k) {
    above[k] = wrap(k, k ? above[k - 1] : looks_up());
    CHECK_EQ(next_of(above[k]), 100 + k);
    CHECK_EQ(next_of(above[k]), 2 * k); // joins
    CHECK_EQ(next_of(above[k]), 2 * k + 1);
    CHECK_EQ(gen_state(above[k]), GEN_SUSPENDED);
  }
  CHECK_TRACE("0 1 2 3 4 5");
  gen_close(above[2]);
  CHECK_TRACE("~wrap ~wrap ~wrap");
}

static void one_that_has_gone_back_to_its_own_yields_can_be_delegated_to(void) {
  generator(int) a = wrap(1, range(0, 1)), b;
  CHECK_EQ(next_of(a), 101);
  CHECK_EQ(next_of(a), 0);
  CHECK_EQ(next_of(a), 201); // a has delegated
  b = wrap(2, a);
  CHECK_YIELDS(b, 102, 202);
}

static void a_joined_chain_is_closed_from_its_innermost(void) {
  generator(int) a = names(2), b;
  CHECK_EQ(next_of(a), 1);
  b = wrap(2, a);
  CHECK_EQ(next_of(b), 102);
  gen_close(b); // b has not delegated yet, but owns a, like a scope around it
  CHECK_TRACE("~wrap ~x ~x ~x");

  a = names(2);
  CHECK_EQ(next_of(a), 1);
  b = wrap(2, a);
  CHECK_EQ(next_of(b), 102);
  CHECK_EQ(next_of(b), 202); // a had no more: it ended within this next
  CHECK_TRACE("on0 ~x on1 ~x on2 ~x");
  gen_close(b);
  CHECK_TRACE("~wrap");
}

/// Resumes `source` once itself, and delegates to it then.
generator(int, int) joins(generator(int, int) source) {
  int x = -1;
  SCOPE(joins);
  CHECK(gen_next(source, &x));
  yield x;
  yield from source;
}

static void a_throw_reaches_the_innermost_of_a_joined_chain(void) {
  int x = -1;
  generator(int, int) g = joins(chain(2, 1));
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_next(g, &x) && x == 2); // has joined
  CHECK_TRACE("sent0");
  CHECK(gen_throw(g, OOPS, &x)); // level 1 catches
  CHECK_EQ(x, 10);
  CHECK_TRACE("~scope level1 error1000");
  CHECK(!gen_throw(g, OOPS)); // nobody catches
  CHECK_TRACE("~scope ~scope ~joins");
  gen_close(g);
}

// ---- A random mixture ------------------------------------------------------------

static unsigned random_state;
static unsigned random_below(unsigned n) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 16) % n;
}

/// Yields 0 … n - 1 added to `first`, by every way to pass values on, nested.
generator(int) mixture(int depth, int first, int n) {
  int done = 0;
  while (done < n) {
    int part = 1 + (int)random_below((unsigned)(n - done));
    int start = first + done, x;
    done += part;
    unsigned way = depth ? random_below(4) : 0;
    if (way == 0) {
      for (int i = 0; i < part; ++i)
        yield start + i;
    } else if (way == 1) {
      yield from mixture(depth - 1, start, part);
    } else if (way == 2) {
      foreach (y, mixture(depth - 1, start, part))
        yield y;
    } else {
      generator(int) inner = mixture(depth - 1, start, part);
      for (int i = (int)random_below((unsigned)part + 1); i > 0; --i) {
        if (!gen_next(inner, &x))
          gen_fail(OOPS);
        yield x;
      }
      yield from inner;
    }
  }
}

static void a_mixture_of_loops_and_delegations_keeps_the_order(void) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    int expected = 5, error = -1;
    random_state = seed;
    foreach (x, mixture(6, 5, 60), error)
      CHECK_EQ(x, expected++);
    CHECK_EQ(expected, 65);
    CHECK_EQ(error, 0);
  }
}

// ---- Loops -------------------------------------------------------------------------

generator(int) passes_on(int value, generator(int) *other) {
  SCOPE(scope);
  yield value;
  yield from *other;
}

static void delegating_to_itself_is_refused_as_running(void) {
  generator(int) g;
  g = passes_on(1, &g);
  CHECK_EQ(next_of(g), 1);
  CHECK(!gen_next(g));
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), EBUSY);
  CHECK_TRACE("~scope");
  gen_close(g);
}

static void a_delegation_loop_is_refused_as_running(void) {
  generator(int) ring[3];
  for (int i = 0; i < 3; ++i)
    ring[i] = passes_on(i, &ring[(i + 1) % 3]);
  for (int i = 0; i < 3; ++i)
    CHECK_EQ(next_of(ring[0]), i);
  CHECK(!gen_next(ring[0]));
  CHECK_EQ(gen_error(ring[0]), EBUSY);
  CHECK_TRACE("~scope ~scope ~scope");
  gen_close(ring[0]); // it had taken the others over
}

generator(int) tries(generator(int) *other) {
  int error = -1;
  yield 1;
  gen_catch(error, yield from *other);
  note("busy%d", error == EBUSY);
  yield 2;
}

static void who_catches_the_refusal_goes_on(void) {
  generator(int) g;
  g = tries(&g);
  CHECK_YIELDS(g, 1, 2);
  CHECK_TRACE("busy1");
  generator(int) a, b;
  a = passes_on(5, &b);
  b = tries(&a);
  CHECK_YIELDS(a, 5, 1, 2);
  CHECK_TRACE("busy1 ~scope");
}

CASES(CASE(a_throw_through_a_chain_unwinds_each_from_the_innermost),
      CASE(a_throw_through_a_chain_stops_at_who_catches_it),
      CASE(a_close_through_a_chain_is_caught_by_nobody),
      CASE(a_chain_returns_from_the_innermost_to_the_outermost),
      CASE(a_partly_consumed_one_goes_on_where_it_was),
      CASE(one_that_is_itself_delegating_can_be_delegated_to),
      CASE(all_of_a_joined_chain_are_running_while_the_innermost_runs),
      CASE(one_that_has_gone_back_to_its_own_yields_can_be_delegated_to),
      CASE(a_joined_chain_is_closed_from_its_innermost),
      CASE(a_throw_reaches_the_innermost_of_a_joined_chain),
      CASE(a_mixture_of_loops_and_delegations_keeps_the_order),
      CASE(delegating_to_itself_is_refused_as_running),
      CASE(a_delegation_loop_is_refused_as_running),
      CASE(who_catches_the_refusal_goes_on))
