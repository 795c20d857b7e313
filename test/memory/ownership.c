// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who owns a handle: parameters, gen_move, gen_auto, foreach and yield from.
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s %{wrap}
// RUN: %if sanitizers %{ %levels %s %{wrap} --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <errno.h>
#include <yieldc.h>

#include "Inputs/allocations.h"

enum { OOPS = 1000 };

/// Notes its end: of a begun one, ~name.
generator(int) named(const char *name) {
  __attribute__((cleanup(check_leave), unused)) const char *const mine = name;
  yield 1;
  yield 2;
}

/// A named one that has begun.
static generator(int) begun(const char *name) {
  generator(int) g = named(name);
  CHECK(gen_next(g));
  return g;
}

/// Each case runs three times: what it leaves behind adds up.
static void leaves_nothing(void (*run)(void)) {
  long before = -1;
  for (int time = 0; time < 3; ++time) {
    run();
    if (time > 0)
      CHECK_EQ(live_blocks, before);
    before = live_blocks;
  }
}

// ---- Parameters that are not handed on ------------------------------------------

generator(int) ignores(int n, generator(int) a, generator(int) b) {
  (void)a, (void)b;
  SCOPE(body);
  for (int i = 0; i < n; ++i)
    yield i;
  if (n == 0)
    gen_fail(OOPS);
}

static void close_fresh(void) { gen_close(ignores(2, begun("p"), begun("p"))); }
static void a_fresh_one_closes_its_parameters_when_closed(void) {
  close_fresh();
  CHECK_TRACE("~p ~p");
  leaves_nothing(close_fresh);
}

static void throw_into_fresh(void) {
  generator(int) g = ignores(2, begun("p"), begun("p"));
  CHECK(!gen_throw(g, OOPS));
  note("thrown");
  gen_close(g);
}
static void a_fresh_one_closes_its_parameters_when_thrown_into(void) {
  throw_into_fresh();
  CHECK_TRACE("~p ~p thrown");
  leaves_nothing(throw_into_fresh);
}

static void return_early(void) {
  generator(int) g = ignores(1, begun("p"), begun("p"));
  CHECK(gen_next(g) && !gen_next(g));
  note("returned");
  gen_close(g);
}
static void parameters_not_handed_on_are_closed_on_return(void) {
  return_early();
  CHECK_TRACE("~body ~p ~p returned");
  leaves_nothing(return_early);
}

static void fail_early(void) {
  generator(int) g = ignores(0, begun("p"), begun("p"));
  CHECK(!gen_next(g));
  note("failed");
  gen_close(g);
}
static void parameters_not_handed_on_are_closed_on_failure(void) {
  fail_early();
  CHECK_TRACE("~body ~p ~p failed");
  leaves_nothing(fail_early);
}

static void close_suspended(void) {
  generator(int) g = ignores(2, begun("p"), begun("p"));
  CHECK(gen_next(g));
  gen_close(g);
}
static void parameters_not_handed_on_are_closed_on_close(void) {
  close_suspended();
  CHECK_TRACE("~body ~p ~p");
  leaves_nothing(close_suspended);
}

static void null_parameters(void) {
  gen_close(ignores(2, NULL, NULL));
  generator(int) g = ignores(1, NULL, begun("b"));
  CHECK(gen_next(g) && !gen_next(g));
  gen_close(g);
}
static void a_null_parameter_is_fine(void) {
  null_parameters();
  CHECK_TRACE("~body ~b");
  leaves_nothing(null_parameters);
}

// ---- Parameters that are handed on ------------------------------------------------

generator(int) hands_on_in_part(int way, generator(int) a, generator(int) b) {
  if (way == 1)
    foreach (x, a)
      yield x;
  else if (way == 2)
    yield from a;
  else if (way == 3)
    yield from (a); // still the bare parameter
  else if (way == 4)
    foreach (x, gen_move(a))
      yield x;
  else if (way == 5)
    yield from gen_move(a);
  CHECK(a == NULL);
  CHECK(b != NULL);
  note("on");
  yield 3;
}

static int way;
static void hand_on_to_the_end(void) {
  generator(int) g = hands_on_in_part(way, begun("a"), begun("b"));
  for (int x, more = 2; gen_next(g, &x); ++more)
    CHECK_EQ(x, more);
  gen_close(g);
}
static void what_was_handed_on_is_closed_once_and_the_parameter_null(void) {
  for (way = 1; way <= 5; ++way) {
    hand_on_to_the_end();
    CHECK_TRACE("~a on ~b");
    leaves_nothing(hand_on_to_the_end);
    check_notes[0] = 0;
  }
}

static void close_at_the_first(void) {
  generator(int) g = hands_on_in_part(way, begun("a"), begun("b"));
  CHECK(gen_next(g));
  gen_close(g);
}
static void what_was_handed_on_is_closed_once_by_a_close(void) {
  for (way = 1; way <= 5; ++way) {
    close_at_the_first();
    CHECK_TRACE("~a ~b");
    leaves_nothing(close_at_the_first);
    check_notes[0] = 0;
  }
}

generator(int) replaces(generator(int) source) {
  source = ignores(5, gen_move(source), NULL);
  yield 1;
  source = ignores(6, gen_move(source), NULL);
  yield 2;
}

static void replace(void) {
  generator(int) g = replaces(begun("a"));
  CHECK(gen_next(g) && gen_next(g));
  note("twice");
  gen_close(g);
}
static void a_parameter_assigned_anew_is_closed_as_it_is_then(void) {
  replace();
  CHECK_TRACE("twice ~a");
  leaves_nothing(replace);
}

typedef generator(int) ints;
generator(int) by_typedef(ints source, const ints other) {
  (void)source, (void)other;
  yield 1;
}

static void close_by_typedef(void) {
  gen_close(by_typedef(begun("p"), begun("p")));
}
static void parameters_through_a_typedef_or_const_are_owned_too(void) {
  close_by_typedef();
  CHECK_TRACE("~p ~p");
  leaves_nothing(close_by_typedef);
}

struct holder {
  ints held;
};

generator(int) borrows(struct holder h, ints *pointer) {
  for (int x; gen_next(h.held, &x) || gen_next(*pointer, &x);)
    yield x;
}

static void borrow(void) {
  generator(int) a = begun("a"), b = begun("b");
  generator(int) g = borrows((struct holder){a}, &b);
  CHECK(gen_next(g));
  gen_close(g);
  note("closed");
  gen_close(a);
  gen_close(b);
}
static void handles_in_structs_and_behind_pointers_are_not_owned(void) {
  borrow();
  CHECK_TRACE("closed ~a ~b");
  leaves_nothing(borrow);
}

generator(int) moves_out(generator(int) source, ints *to) {
  *to = gen_move(source);
  yield 1;
}

static void move_out(void) {
  ints kept = NULL;
  generator(int) g = moves_out(begun("a"), &kept);
  CHECK(gen_next(g));
  gen_close(g);
  note("closed");
  gen_close(kept);
}
static void a_parameter_moved_out_is_left_alone(void) {
  move_out();
  CHECK_TRACE("closed ~a");
  leaves_nothing(move_out);
}

// ---- gen_auto and gen_move in ordinary functions ------------------------------------

static void leave_scope_of_auto(void) {
  {
    gen_auto generator(int) a = begun("a");
    gen_auto generator(int) b = begun("b");
    CHECK(a && b);
  }
  note("left");
}
static void gen_auto_closes_at_the_end_of_its_scope(void) {
  leave_scope_of_auto();
  CHECK_TRACE("~b ~a left");
  leaves_nothing(leave_scope_of_auto);
}

static ints make_with_auto(bool succeed) {
  gen_auto generator(int) g = begun("g");
  if (!succeed)
    return NULL;
  return gen_move(g);
}
static void return_from_auto(void) {
  CHECK(make_with_auto(false) == NULL);
  note("kept");
  gen_close(make_with_auto(true));
}
static void gen_move_takes_it_out_of_gen_auto(void) {
  return_from_auto();
  CHECK_TRACE("~g kept ~g");
  leaves_nothing(return_from_auto);
}

static void move_and_use(void) {
  generator(int) a = begun("a"), b = gen_move(a);
  struct holder h = {gen_move(b)};
  ints list[2] = {NULL, gen_move(h.held)};
  CHECK(a == NULL && b == NULL && h.held == NULL);
  CHECK_EQ(gen_error(a), ENOMEM);
  gen_close(a);
  gen_close(gen_move(list[1]));
  CHECK(list[1] == NULL);
}
static void gen_move_leaves_null_in_any_variable(void) {
  move_and_use();
  CHECK_TRACE("~a");
  leaves_nothing(move_and_use);
}

generator(int) with_auto(void) {
  gen_auto generator(int) mine = begun("mine");
  SCOPE(inner);
  for (int x; gen_next(mine, &x);)
    yield x;
  yield 9;
}

static void auto_in_a_body(void) {
  CHECK_YIELDS(with_auto(), 2, 9);
  generator(int) g = with_auto();
  CHECK(gen_next(g));
  note("close");
  gen_close(g);
}
static void gen_auto_in_a_body_closes_on_close(void) {
  auto_in_a_body();
  CHECK_TRACE("~mine ~inner close ~inner ~mine");
  leaves_nothing(auto_in_a_body);
}

CASES(CASE(a_fresh_one_closes_its_parameters_when_closed),
      CASE(a_fresh_one_closes_its_parameters_when_thrown_into),
      CASE(parameters_not_handed_on_are_closed_on_return),
      CASE(parameters_not_handed_on_are_closed_on_failure),
      CASE(parameters_not_handed_on_are_closed_on_close),
      CASE(a_null_parameter_is_fine),
      CASE(what_was_handed_on_is_closed_once_and_the_parameter_null),
      CASE(what_was_handed_on_is_closed_once_by_a_close),
      CASE(a_parameter_assigned_anew_is_closed_as_it_is_then),
      CASE(parameters_through_a_typedef_or_const_are_owned_too),
      CASE(handles_in_structs_and_behind_pointers_are_not_owned),
      CASE(a_parameter_moved_out_is_left_alone),
      CASE(gen_auto_closes_at_the_end_of_its_scope),
      CASE(gen_move_takes_it_out_of_gen_auto),
      CASE(gen_move_leaves_null_in_any_variable),
      CASE(gen_auto_in_a_body_closes_on_close))
