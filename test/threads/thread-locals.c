// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a body reads of its thread after a yield is of the thread that resumed it.
//
// The optimiser may take a thread's own things (the address of a thread-local,
// pthread_self(), &errno, all of them the same throughout a function) from before
// the yield: in a generator it must not.
//
// RUN: %levels %s --linked %S/Inputs/elsewhere.c -pthread
// RUN: %levels %s --linked %S/Inputs/elsewhere.c -pthread -fPIC -ftls-model=global-dynamic --levels 1,2
// RUN: %if sanitizers %{ %levels %s --linked %S/Inputs/elsewhere.c -pthread --levels 0,2 -fsanitize=thread %}

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <threads.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

/// What a thread can tell of itself.
struct own {
  const void *local, *array, *elsewhere, *by_call, *error_number;
  pthread_t self;
  thrd_t current;
  int value;
};

static _Thread_local int local;
static _Thread_local char array[100];
extern _Thread_local int elsewhere;
__attribute__((const)) int *where_elsewhere_is(void);

__attribute__((always_inline)) static inline struct own look(void) {
  return (struct own){
      &local, &array[50],     &elsewhere,     where_elsewhere_is(),
      &errno, pthread_self(), thrd_current(), local};
}

static bool same(struct own a, struct own b) {
  return a.local == b.local && a.array == b.array &&
         a.elsewhere == b.elsewhere && a.by_call == b.by_call &&
         a.error_number == b.error_number && pthread_equal(a.self, b.self) &&
         thrd_equal(a.current, b.current) && a.value == b.value;
}

// ---- Ways to look after a yield ------------------------------------------------

generator(struct own) in_a_loop(void) {
  for (;;)
    yield look();
}

generator(struct own) in_a_straight_line(void) {
  yield look();
  struct own first = look();
  yield look();
  struct own second = look();
  yield look();
  struct own third = look();
  yield third;
  yield second; // of the thread that resumed then
  yield first;
}

generator(struct own) through_a_foreach(void) {
  foreach (x, in_a_loop()) {
    CHECK(same(x, look()));
    yield look();
    CHECK(&local == look().local);
  }
}

generator(struct own) through_a_delegation(void) {
  struct own before = look();
  yield before;
  yield look();
  yield from in_a_loop();
}

generator(struct own) with_a_branch(bool even) {
  for (int i = 0;; ++i) {
    struct own mine;
    if (i % 2 == even) {
      yield look();
      mine = look();
    } else {
      mine = look();
    }
    CHECK(same(mine, look()));
    yield mine;
  }
}

/// Written only to a thread-local of the resuming thread.
generator(struct own) counts_in_the_thread(void) {
  for (;;) {
    ++local;
    --local;
    errno = 0;
    elsewhere = local;
    array[50] = (char)local;
    CHECK_EQ(elsewhere, look().value);
    yield look();
  }
}

// ---- Looking from two threads ------------------------------------------------

struct visit {
  generator(struct own) g;
  int number; // of the thread
  struct own seen;
};

static void *visit(void *argument) {
  struct visit *v = argument;
  local = v->number;
  CHECK(gen_next(v->g, &v->seen));
  CHECK(same(v->seen, look()));
  return NULL;
}

static void check_visits(generator(struct own) g, int visits) {
  struct visit v = {.g = g};
  for (v.number = 1; v.number <= visits; ++v.number) {
    pthread_t thread;
    if (v.number % 2)
      visit(&v);
    else if (pthread_create(&thread, NULL, visit, &v) == 0)
      pthread_join(thread, NULL);
    else
      CHECK(!"a thread is created");
  }
  gen_close(g);
}

static void a_body_looks_at_the_thread_that_resumed_it_in_a_loop(void) {
  check_visits(in_a_loop(), 10);
}

static void the_value_of_yield_does_not_outlive_a_change_of_thread(void) {
  check_visits(in_a_straight_line(), 4);
}

static void a_consumer_that_is_a_generator_looks_at_its_own_resumer(void) {
  check_visits(through_a_foreach(), 10);
}

static void a_delegate_looks_at_the_thread_that_resumed_the_outermost(void) {
  check_visits(through_a_delegation(), 10);
}

static void a_look_on_one_branch_is_not_used_after_the_other(void) {
  check_visits(with_a_branch(true), 10);
  check_visits(with_a_branch(false), 10);
}

static void writes_go_to_the_thread_that_resumed(void) {
  check_visits(counts_in_the_thread(), 10);
}

static struct own at_cleanup;
static void look_at_cleanup(const int *unused) {
  (void)unused;
  at_cleanup = look();
}

generator(int) looks_at_cleanup(void) {
  __attribute__((cleanup(look_at_cleanup), unused)) int scope = 0;
  CHECK_EQ(look().value, local);
  yield 1;
}

static void *close_elsewhere(void *argument) {
  local = 77;
  gen_close(*(generator(int) *)argument);
  CHECK(same(at_cleanup, look()));
  return NULL;
}

static void a_cleanup_looks_at_the_thread_that_closes(void) {
  pthread_t thread;
  generator(int) g = looks_at_cleanup();
  CHECK(gen_next(g));
  CHECK(pthread_create(&thread, NULL, close_elsewhere, &g) == 0);
  pthread_join(thread, NULL);
  CHECK(at_cleanup.local != &local);
  CHECK_EQ(at_cleanup.value, 77);
}

generator(int) keeps_a_pointer(void) {
  int *of_first = &local;
  for (;;)
    yield (*of_first = *of_first + 1);
}

static void *next_elsewhere(void *argument) {
  int x = -1;
  local = 1000;
  CHECK(gen_next(*(generator(int) *)argument, &x));
  CHECK_EQ(x, 7);
  CHECK_EQ(local, 1000);
  return NULL;
}

static void a_pointer_that_was_taken_stays_as_it_was(void) {
  pthread_t thread;
  int x = -1;
  local = 5;
  generator(int) g = keeps_a_pointer();
  CHECK(gen_next(g, &x) && x == 6);
  CHECK(pthread_create(&thread, NULL, next_elsewhere, &g) == 0);
  pthread_join(thread, NULL);
  CHECK_EQ(local, 7);
  gen_close(g);
}

CASES(CASE(a_body_looks_at_the_thread_that_resumed_it_in_a_loop),
      CASE(the_value_of_yield_does_not_outlive_a_change_of_thread),
      CASE(a_consumer_that_is_a_generator_looks_at_its_own_resumer),
      CASE(a_delegate_looks_at_the_thread_that_resumed_the_outermost),
      CASE(a_look_on_one_branch_is_not_used_after_the_other),
      CASE(writes_go_to_the_thread_that_resumed),
      CASE(a_cleanup_looks_at_the_thread_that_closes),
      CASE(a_pointer_that_was_taken_stays_as_it_was))
