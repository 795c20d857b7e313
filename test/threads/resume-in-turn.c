// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two threads resume one generator in turn, and either may close it.
//
// RUN: %levels %s -pthread
// RUN: %if sanitizers %{ %levels %s -pthread --levels 0,2 -fsanitize=thread %}
// RUN: %if sanitizers %{ %levels %s -pthread --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

// ---- Two threads that take turns --------------------------------------------

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;      // whose turn it is: 0 or 1
static bool finished; // whether there are no more

static bool (*step)(int thread); // false: that was the last

static void *take_turns(void *argument) {
  int me = *(const int *)argument;
  for (bool more = true; more;) {
    pthread_mutex_lock(&mutex);
    while (turn != me && !finished)
      pthread_cond_wait(&changed, &mutex);
    more = !finished;
    pthread_mutex_unlock(&mutex);
    // The mutex isn't held: only the turn keeps the other thread away.
    if (more && !step(me)) {
      pthread_mutex_lock(&mutex);
      finished = true;
      pthread_cond_signal(&changed);
      pthread_mutex_unlock(&mutex);
    } else if (more) {
      pthread_mutex_lock(&mutex);
      turn = 1 - me;
      pthread_cond_signal(&changed);
      pthread_mutex_unlock(&mutex);
    }
  }
  return NULL;
}

static void with_two_threads(bool (*each)(int thread)) {
  static const int names[2] = {0, 1};
  pthread_t threads[2];
  turn = 0;
  finished = false;
  step = each;
  for (int i = 0; i < 2; ++i)
    if (pthread_create(&threads[i], NULL, take_turns, (void *)&names[i]))
      CHECK(!"a thread is created");
  for (int i = 0; i < 2; ++i)
    pthread_join(threads[i], NULL);
}

// ---- Cases --------------------------------------------------------------------

static int expected; // the value that comes next

generator(int, int) counter(int n) {
  for (int i = 0; i < n; ++i)
    i += yield i;
}

static generator(int, int) shared;

static bool next_or_close(int thread) {
  int x = -1;
  (void)thread;
  if (!gen_next(shared, &x)) {
    CHECK_EQ(gen_state(shared), GEN_RETURNED);
    gen_close(shared);
    return false;
  }
  CHECK_EQ(x, expected);
  ++expected;
  return true;
}

static void a_counter_goes_on_from_thread_to_thread(void) {
  expected = 0;
  shared = counter(1000);
  with_two_threads(next_or_close);
  CHECK_EQ(expected, 1000);
}

generator(int, int) with_array(int n) {
  int array[n];
  for (int i = 0; i < n; ++i) {
    array[i] = i;
    yield array[i] + array[0];
  }
}

generator(int, int) nested(int level, int n) {
  if (level == 0)
    yield from with_array(n);
  else if (level % 2)
    yield from nested(level - 1, n);
  else
    foreach (x, nested(level - 1, n))
      yield x;
}

static void delegations_and_arrays_go_on_from_thread_to_thread(void) {
  expected = 0;
  shared = nested(10, 300);
  with_two_threads(next_or_close);
  CHECK_EQ(expected, 300);
}

static int cleanups;
static void count_cleanup(const int *unused) {
  (void)unused;
  ++cleanups;
}

generator(int, int) with_cleanup(generator(int, int) source) {
  __attribute__((cleanup(count_cleanup), unused)) int scope = 0;
  yield from source;
}

// One thread resumes; the other, as soon as it has its turn, closes.
static bool resume_there_close_here(int thread) {
  if (thread == 0) {
    CHECK(gen_next(shared) && gen_next(shared));
    return true;
  }
  gen_close(shared);
  return false;
}

static void one_thread_resumes_the_other_closes(void) {
  for (int i = 0; i < 50; ++i) {
    cleanups = 0;
    shared = with_cleanup(with_cleanup(nested(3, 5)));
    with_two_threads(resume_there_close_here);
    CHECK_EQ(cleanups, 2);
  }
}

generator(int, int) catches(void) {
  int error = 0, sent = 0;
  for (;;)
    sent = gen_catch(error, yield error + sent);
}

static int steps;
static bool send_and_throw(int thread) {
  int x = -1;
  if (++steps == 200)
    return false;
  if (thread == 0)
    CHECK(gen_send(shared, steps, &x));
  else
    CHECK(gen_throw(shared, steps, &x));
  CHECK_EQ(x, steps);
  return true;
}

static void one_thread_sends_the_other_throws(void) {
  steps = 0;
  shared = catches();
  CHECK(gen_next(shared));
  with_two_threads(send_and_throw);
  CHECK_EQ(steps, 200);
  gen_close(shared);
}

static generator(int) pool[100];
static int made, consumed;

generator(int) small(int n) { yield n; }

// What one thread makes and begins, the other finishes and closes.
static bool make_and_consume(int thread) {
  if (thread == 0) {
    for (int i = 0; i < 100; ++i) {
      pool[i] = small(made + i);
      if (i % 2)
        CHECK(gen_next(pool[i]));
    }
    made += 100;
  } else {
    for (int i = 0; i < 100; ++i, ++consumed) {
      int x = -1;
      CHECK_EQ(gen_next(pool[i], &x), i % 2 == 0);
      CHECK_EQ(x, i % 2 ? -1 : consumed);
      gen_close(pool[i]);
    }
  }
  return made < 2000 || thread == 0;
}

static void made_by_one_thread_and_closed_by_the_other(void) {
  made = consumed = 0;
  with_two_threads(make_and_consume);
  CHECK_EQ(consumed, 2000);
}

static int refused;
static bool use_own_generator(int thread) {
  static generator(int, int) own[2];
  static int done[2];
  if (!own[thread])
    own[thread] = counter(50);
  int x = -1;
  if (gen_next(own[thread], &x)) {
    CHECK_EQ(x, done[thread]);
    ++done[thread];
    return true;
  }
  gen_close(gen_move(own[thread]));
  ++refused;
  return refused < 2;
}

static void each_thread_with_one_of_its_own_from_the_same_function(void) {
  refused = 0;
  with_two_threads(use_own_generator);
  CHECK_EQ(refused, 2);
}

CASES(CASE(a_counter_goes_on_from_thread_to_thread),
      CASE(delegations_and_arrays_go_on_from_thread_to_thread),
      CASE(one_thread_resumes_the_other_closes),
      CASE(one_thread_sends_the_other_throws),
      CASE(made_by_one_thread_and_closed_by_the_other),
      CASE(each_thread_with_one_of_its_own_from_the_same_function))
