// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Callbacks of futures are called once, in order, by who finishes it, and also if it is done already; withdrawn, they are not, and
// are not running any more. They allocate nothing, and their place is free when they are called.
//
// DEFINE: %{cc} = %yieldcc -g -Wall -Wextra -Werror -pthread %s %source/runtime/task/pool.c %source/runtime/task/future.c -o %t
// RUN: %{cc} -O0 && %t
// RUN: %{cc} -O2 && %t
// RUN: %if gcc %{ %gcc -g -O2 -std=c11 -D_DEFAULT_SOURCE -Wall -Wextra -Wpedantic -Werror -pthread -isystem %include %s %source/runtime/task/pool.c %source/runtime/task/future.c -o %t && %t %}
// RUN: %if sanitizers %{ %{cc} -O2 -fsanitize=thread && %t %}
// RUN: %if sanitizers %{ %{cc} -O1 -fsanitize=address,undefined -fno-sanitize-recover=all && %t %}

#include "Inputs/gate.h"

static struct task_pool *pool;
static pthread_t caller;

static void note_call(struct task_future *f, void *number) {
  caller = pthread_self();
  note_number(task_future_done(f) ? "call" : "early", *(int *)number);
}

static void are_called_in_order(void) {
  static int numbers[] = {0, 1, 2, 3, 4};
  struct gate gate;
  struct task_future *f = submit_gate(pool, &gate, 0), *last;
  struct task_callback places[5];
  for (int i = 0; i < 4; ++i)
    EXPECT(task_future_then(f, &places[i], note_call, &numbers[i]) == 0);
  EXPECT(task_future_withdraw(f, &places[1]) == 0);
  EXPECT(task_future_withdraw(f, &places[3]) == 0);
  EXPECT(task_future_then(f, &places[1], note_call, &numbers[1]) == 0);
  EXPECT_NOTES("");
  sem_post(&gate.open);
  last = submit(pool, nothing, NULL); // the only thread is done with f by then
  EXPECT(task_future_wait(last, -1) == 0);
  EXPECT_NOTES("call0 call2 call1");
  EXPECT(!pthread_equal(caller, pthread_self()));
  EXPECT(task_future_withdraw(f, &places[0]) == -EALREADY);
  // Done already.
  EXPECT(task_future_then(f, &places[4], note_call, &numbers[4]) == 0);
  EXPECT_NOTES("call4");
  EXPECT(pthread_equal(caller, pthread_self()));
  EXPECT(task_future_withdraw(f, &places[4]) == -EALREADY);
  task_future_release(f);
  task_future_release(last);
}

static void are_called_by_who_cancels(void) {
  static int numbers[] = {0, 1};
  struct gate gate;
  struct task_callback places[2];
  struct task_future *running = submit_gate(pool, &gate, 0), *f = submit(pool, nothing, NULL);
  for (int i = 0; i < 2; ++i)
    EXPECT(task_future_then(f, &places[i], note_call, &numbers[i]) == 0);
  EXPECT(task_future_cancel(f) == 0);
  EXPECT_NOTES("call0 call1");
  EXPECT(pthread_equal(caller, pthread_self()));
  sem_post(&gate.open);
  EXPECT(task_future_wait(running, -1) == 0);
  task_future_release(f);
  task_future_release(running);
}

// What a callback may do.
struct own {
  struct task_callback place, other;
  struct task_future *next;
  int code;
};
static void free_own(struct task_future *f, void *own) {
  free(own);
  task_future_release(f); // the only one but the pool's
}
static void nested(struct task_future *f, void *own) {
  static int number = 7;
  struct own *o = (struct own *)own;
  EXPECT(task_future_then(f, &o->other, note_call, &number) == 0);
  note("nested");
}
static void withdraw_self(struct task_future *f, void *own) {
  struct own *o = (struct own *)own;
  o->code = task_future_withdraw(f, &o->place);
  // Its place serves for another one.
  EXPECT(task_future_then(o->next, &o->place, nested, o) == 0);
}

static void have_a_free_place(void) {
  struct gate gate;
  struct own *o = (struct own *)malloc(sizeof *o), mine;
  struct task_future *f = submit_gate(pool, &gate, 0), *g = submit(pool, nothing, NULL), *last;
  EXPECT(task_future_then(f, &o->place, free_own, o) == 0);
  sem_post(&gate.open);
  EXPECT(task_future_wait(g, -1) == 0);
  // And if it is done already.
  o = (struct own *)malloc(sizeof *o);
  EXPECT(task_future_then(g, &o->place, free_own, o) == 0);

  f = submit_gate(pool, &gate, 0);
  mine.next = submit(pool, nothing, NULL);
  last = submit(pool, nothing, NULL);
  EXPECT(task_future_then(f, &mine.place, withdraw_self, &mine) == 0);
  sem_post(&gate.open);
  EXPECT(task_future_wait(last, -1) == 0);
  EXPECT(mine.code == -EALREADY);
  EXPECT_NOTES("call7 nested");
  task_future_release(f);
  task_future_release(mine.next);
  task_future_release(last);
}

// One that is running when it is withdrawn.
struct slow {
  struct gate gate;
  struct task_future *future;
  struct task_callback place;
  atomic_bool left;
};
static void go_slowly(struct task_future *f, void *argument) {
  struct slow *slow = (struct slow *)argument;
  (void)f;
  through(&slow->gate);
  for (int i = 0; i < 100; ++i)
    sched_yield();
  slow->left = true;
}
static void *open_gate(void *argument) {
  for (int i = 0; i < 100; ++i)
    sched_yield();
  sem_post(&((struct gate *)argument)->open);
  return NULL;
}
static void *add_slow(void *argument) {
  struct slow *slow = (struct slow *)argument;
  EXPECT(task_future_then(slow->future, &slow->place, go_slowly, slow) == 0);
  return NULL;
}

static void do_not_run_once_withdrawn(bool done_before) {
  struct slow slow;
  struct gate gate;
  pthread_t opener, adder;
  gate_init(&slow.gate, 0);
  slow.left = false;
  slow.future = submit_gate(pool, &gate, 0);
  if (done_before) {
    sem_post(&gate.open);
    EXPECT(task_future_wait(slow.future, -1) == 0);
    EXPECT(!pthread_create(&adder, NULL, add_slow, &slow));
  } else {
    add_slow(&slow);
    sem_post(&gate.open);
  }
  pass(&slow.gate.begun);
  EXPECT(task_future_done(slow.future) && task_future_wait(slow.future, 0) == 0);
  EXPECT(!pthread_create(&opener, NULL, open_gate, &slow.gate));
  EXPECT(task_future_withdraw(slow.future, &slow.place) == -EALREADY);
  EXPECT(slow.left);
  pthread_join(opener, NULL);
  if (done_before)
    pthread_join(adder, NULL);
  task_future_release(slow.future);
}

static void count_call(struct task_future *f, void *counter) {
  (void)f;
  ++*(int *)counter; // (no atomic: withdrawing orders it)
}

/// Whichever is first: it was called once or never, as withdrawing says.
static void are_withdrawn_in_time(void) {
  int called = 0, refused = 0;
  for (int i = 0; i < 5000; ++i) {
    struct task_callback places[3];
    int counters[3] = {0, 0, 0};
    struct task_future *f = submit(pool, nothing, NULL);
    for (int j = 0; j < 3; ++j)
      EXPECT(task_future_then(f, &places[j], count_call, &counters[j]) == 0);
    for (int j = 2; j >= 0; --j) {
      int code = task_future_withdraw(f, &places[j]);
      EXPECT(code == 0 || code == -EALREADY);
      EXPECT(counters[j] == (code != 0));
      ++*(code ? &called : &refused);
    }
    task_future_release(f);
  }
  EXPECT(called + refused == 15000);
}

int main(void) {
  pool = pool_of(1);
  are_called_in_order();
  are_called_by_who_cancels();
  have_a_free_place();
  do_not_run_once_withdrawn(false);
  do_not_run_once_withdrawn(true);
  are_withdrawn_in_time();
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
  return 0;
}
