// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is sent is what the pending yield evaluates to.
//
// RUN: %levels %s

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <yieldc.h>

#include "Inputs/check.h"

generator(int, int) echo(void) {
  int received = 0;
  for (;;)
    received = yield received;
}

// ---- Which yield receives, and what send returns ------------------------------

// Python allows send(None) on a fresh one; here gen_next is that.
static void sending_to_a_fresh_one_is_refused_and_leaves_it_fresh(void) {
  int x = -1;
  generator(int, int) g = echo();
  CHECK(!gen_send(g, 5, &x));
  CHECK(!gen_send(g, 5));
  CHECK_EQ(x, -1);
  CHECK_EQ(gen_error(g), EINVAL);
  CHECK_EQ(gen_state(g), GEN_CREATED);
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 0);
  CHECK_EQ(gen_error(g), 0);
  gen_close(g);
}

static void what_send_returns_is_the_next_yields_value(void) {
  int x = -1;
  generator(int, int) g = echo();
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 0);
  CHECK(gen_send(g, 7, &x));
  CHECK_EQ(x, 7);
  CHECK(gen_send(g, -8, &x));
  CHECK_EQ(x, -8);
  gen_close(g);
}

static void send_without_an_out_drops_the_value(void) {
  int x = -1;
  generator(int, int) g = echo();
  gen_next(g);
  CHECK(gen_send(g, 7));
  CHECK(gen_send(g, 8, &x));
  CHECK_EQ(x, 8);
  gen_close(g);
}

// Python's None; here a zero of the type that is sent.
static void a_plain_next_makes_yield_evaluate_to_zero(void) {
  int x = -1;
  generator(int, int) g = echo();
  CHECK(gen_next(g, &x));
  CHECK(gen_send(g, 7, &x));
  CHECK(gen_next(g, &x));
  CHECK_EQ(x, 0);
  gen_close(g);
}

generator(int, int) receives_once(int *received) { *received = yield 1; }

static void sending_to_a_finished_one_is_false(void) {
  int x = -1, received = -1;
  generator(int, int) g = receives_once(&received);
  CHECK(gen_next(g, &x));
  CHECK(!gen_send(g, 7, &x));
  CHECK_EQ(received, 7);
  for (int i = 0; i < 2; ++i) {
    CHECK(!gen_send(g, 8, &x));
    CHECK_EQ(gen_state(g), GEN_RETURNED);
    CHECK_EQ(gen_error(g), 0);
  }
  CHECK_EQ(x, 1);
  CHECK_EQ(received, 7);
  gen_close(g);
}

// ---- Where a yield can stand --------------------------------------------------

/// Starts g, sends it 1, 2, 3 … until it ends; it yields 0 throughout.
static void feed(generator(int, int) g) {
  int x = -1;
  bool more = gen_next(g, &x);
  for (int i = 1; more && i < 100; ++i) {
    CHECK_EQ(x, 0);
    more = gen_send(g, i, &x);
  }
  CHECK_EQ(gen_state(g), GEN_RETURNED);
  gen_close(g);
}

generator(int, int) as_operand(void) {
  int sum = 100 + (yield 0);
  note("%d", sum);
  note("%d", -(yield 0));
  note("%d", (yield 0) << 4 | 5);
}
static void a_yield_can_be_an_operand(void) {
  feed(as_operand());
  CHECK_TRACE("101 -2 53");
}

static int subtract(int a, int b) { return a - b; }
generator(int, int) as_argument(void) {
  note("%d", subtract(yield 0, 100));
  note("%d", subtract(100, yield 0));
  note("%d", subtract(subtract(yield 0, 0), 0));
}
static void a_yield_can_be_an_argument(void) {
  feed(as_argument());
  CHECK_TRACE("-99 98 3");
}

generator(int, int) in_augmented_assignment(void) {
  int a[2] = {1000, 2000}, i = 0, v;
  a[0] += yield 0;
  a[1] -= yield 0;
  a[i++] *= yield 0; // i++ once
  v = yield 0;
  note("%d %d %d %d", a[0], a[1], i, v);
}
static void a_yield_can_stand_in_an_augmented_assignment(void) {
  feed(in_augmented_assignment());
  CHECK_TRACE("3003 1998 1 4");
}

generator(int, int) in_conditions(void) {
  if (yield 0) // 1
    note("if");
  while ((yield 0) < 4) // 2 3 4
    note("while");
  for (; (yield 0) < 6;) // 5 6
    note("for");
  do
    note("do");
  while ((yield 0) < 8); // 7 8
  switch (yield 0) { // 9
  case 9:
    note("nine");
  }
  note("%s", (yield 0) == 10 ? "then" : "else");
  note("%d", (yield 0) == 0 && (yield 0)); // 11; the second doesn't run
  note("%d", (yield 0) == 12 || (yield 0));
  note("%d", 1 ? (yield 0) : (yield 0)); // 13
}
static void a_yield_can_be_a_condition(void) {
  feed(in_conditions());
  CHECK_TRACE("if while while for do do nine then 0 1 13");
}

generator(int, int) as_index(void) {
  int a[8] = {0, 10, 20, 30, 40, 50, 60, 70};
  note("%d", a[yield 0]);
  a[yield 0] = 5;
  note("%d", a[2]);
  (&a[0])[yield 0]++;
  note("%d", a[3]);
}
static void a_yield_can_be_an_index(void) {
  feed(as_index());
  CHECK_TRACE("10 5 31");
}

generator(int, int) twice(void) {
  int sum = (yield 0) + (yield 0); // 1 + 2, in either order
  note("%d", sum);
  int a[] = {yield 0, yield 0};
  note("%d", a[0] * a[1]);
  int both = ((void)(yield 0), (yield 0)); // the comma orders them: 6
  note("%d", both);
}
static void a_yield_can_stand_twice_in_one_expression(void) {
  feed(twice());
  CHECK_TRACE("3 12 6");
}

generator(int, int) nested(void) {
  int v = yield (yield (yield 0)); // yields 0, then what came, then what came
  note("%d", v);
}
static void a_yields_operand_can_be_a_yield(void) {
  int x = -1;
  generator(int, int) g = nested();
  CHECK(gen_next(g, &x) && x == 0);
  CHECK(gen_send(g, 5, &x) && x == 5);
  CHECK(gen_send(g, 6, &x) && x == 6);
  CHECK(!gen_send(g, 7, &x));
  CHECK_TRACE("7");
  gen_close(g);
}

// ---- What can be sent -----------------------------------------------------------

static void the_value_is_converted_as_by_initialisation(void) {
  int x = -1;
  generator(int, int) g = echo();
  gen_next(g);
  CHECK(gen_send(g, 3.99, &x));
  CHECK_EQ(x, 3);
  CHECK(gen_send(g, 'A', &x));
  CHECK_EQ(x, 'A');
  gen_close(g);
}

struct wide {
  int64_t a, b, c;
};

generator(char, struct wide) sums(int64_t *total) {
  for (;;) {
    struct wide w = yield 'x';
    *total += w.a + w.b + w.c;
  }
}

static void a_struct_larger_than_the_value_can_be_sent(void) {
  int64_t total = 0;
  char x = 0;
  generator(char, struct wide) g = sums(&total);
  CHECK(gen_next(g, &x));
  CHECK(gen_send(g, ((struct wide){1, 2, 3}), &x));
  CHECK_EQ(total, 6);
  CHECK(gen_send(g, (struct wide){.b = 1LL << 40}));
  CHECK_EQ(total, 6 + (1LL << 40));
  CHECK(gen_next(g)); // a zero struct
  CHECK_EQ(total, 6 + (1LL << 40));
  CHECK_EQ(x, 'x');
  gen_close(g);
}

generator(void, double) sink(double *total) {
  for (;;)
    *total += yield;
}

static void a_generator_of_void_can_be_sent_values(void) {
  double total = 0;
  generator(void, double) g = sink(&total);
  CHECK(gen_next(g));
  CHECK(gen_send(g, 1.5));
  CHECK(gen_send(g, 2));
  CHECK(total == 3.5);
  gen_close(g);
}

// ---- Uses -----------------------------------------------------------------------

generator(double, double) averager(void) {
  double sum = 0, average = 0;
  for (int n = 1;; ++n) {
    sum += yield average;
    average = sum / n;
  }
}

static void a_running_averager(void) {
  double average = -1;
  generator(double, double) g = averager();
  CHECK(gen_next(g, &average) && average == 0);
  CHECK(gen_send(g, 10, &average) && average == 10);
  CHECK(gen_send(g, 20.0, &average) && average == 15);
  CHECK(gen_send(g, 60.0f, &average) && average == 30);
  gen_close(g);
}

generator(long, int, long) accumulator(void) {
  long total = 0;
  for (int x; (x = yield total) != 0;)
    total += x;
  return total;
}

static void an_accumulator_that_a_plain_next_ends(void) {
  long total = -1;
  generator(long, int, long) g = accumulator();
  CHECK(gen_next(g, &total) && total == 0);
  for (int i = 1; i <= 100; ++i)
    CHECK(gen_send(g, i, &total));
  CHECK_EQ(total, 5050);
  total = -1;
  CHECK(!gen_next(g));
  CHECK(gen_result(g, &total));
  CHECK_EQ(total, 5050);
  gen_close(g);
}

CASES(CASE(sending_to_a_fresh_one_is_refused_and_leaves_it_fresh),
      CASE(what_send_returns_is_the_next_yields_value),
      CASE(send_without_an_out_drops_the_value),
      CASE(a_plain_next_makes_yield_evaluate_to_zero),
      CASE(sending_to_a_finished_one_is_false), CASE(a_yield_can_be_an_operand),
      CASE(a_yield_can_be_an_argument),
      CASE(a_yield_can_stand_in_an_augmented_assignment),
      CASE(a_yield_can_be_a_condition), CASE(a_yield_can_be_an_index),
      CASE(a_yield_can_stand_twice_in_one_expression),
      CASE(a_yields_operand_can_be_a_yield),
      CASE(the_value_is_converted_as_by_initialisation),
      CASE(a_struct_larger_than_the_value_can_be_sent),
      CASE(a_generator_of_void_can_be_sent_values), CASE(a_running_averager),
      CASE(an_accumulator_that_a_plain_next_ends))
