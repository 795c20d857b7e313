// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// task_map gives f(x) in the order of the source, task_map_unordered as they come; f runs on the pool's threads, several at a time; the
// source is resumed no further than the window, and nothing runs before the first resume.
//
// DEFINE: %{cc} = %yieldcc -g -Wall -Wextra -Werror -pthread %s %source/runtime/task/pool.c %source/runtime/task/future.c %source/runtime/task/parallel.c -o %t
// RUN: %{cc} -O0 && %t
// RUN: %{cc} -O2 && %t
// RUN: %if all %{ %{cc} -O2 -std=c11 -D_POSIX_C_SOURCE=200809L && %t %}
// RUN: %if sanitizers %{ %{cc} -O2 -fsanitize=thread && %t %}
// RUN: %if all %{ %{cc} -O1 -fsanitize=address,undefined -fno-sanitize-recover=all && %t %}

#include "../iter/Inputs/show.h"
#include "Inputs/gate.h"
#include <yieldc/task/map.h>

static struct task_pool *pool;

static long square(int x) { return (long)x * x; }
static int plus(int x, int y) { return x + y; }
struct big {
  char name[40];
  double value;
};
static struct big make_big(int x, const char *name) {
  struct big b = {"", x / 2.0};
  snprintf(b.name, sizeof b.name, "%s%d", name, x);
  return b;
}
static const char *name_of(struct big b) { return b.value > 1 ? "large" : "small"; }

static void gives_all(void) {
  SHOWS(task_map(pool, square, iter_range(7), 3), " 0 1 4 9 16 25 36", " %ld", x);
  SHOWS(task_map(pool, square, iter_range(3), 100), " 0 1 4", " %ld", x);
  SHOWS(task_map(pool, square, iter_range(7), 1), " 0 1 4 9 16 25 36", " %ld", x);
  SHOWS(task_map(pool, square, iter_range(0), 3), "", " %ld", x);
  INTS(task_map(pool, plus, 100, iter_range(4), 2), " 100 101 102 103");
  INTS(task_map_unordered(pool, plus, 100, iter_range(4), 1), " 100 101 102 103");
  SHOWS(task_map(pool, make_big, "n", iter_range(3), 3L), " n0=0 n1=0.5 n2=1", " %s=%.2g", x.name, x.value);
  SHOWS(task_map(pool, name_of, task_map(pool, make_big, "n", iter_range(4), 2), 2), " small small small large", " %s", x);
  long sum = 0;
  foreach (x, task_map_unordered(pool, square, iter_range(1000), 10))
    sum += x;
  EXPECT(sum == 332833500);
  int next = 0;
  foreach (x, task_map(pool, plus, 0, iter_range(20000), 64)) // fast enough to be given in batches
    EXPECT(x == next++);
  EXPECT(next == 20000);
  // Not all of it is consumed.
  SHOWS(iter_take(2, task_map(pool, square, source(1000, 0), 3)), " 0 1", " %ld", x);
  EXPECT(begun == 1 && ended == 1 && pulled <= 4);
  begun = ended = pulled = 0;
}

/// In the body of a generator function, with its parameter for a source.
static generator(long) squares(generator(int) g, int window) {
  yield -1;
  foreach (x, task_map(pool, square, g, window))
    yield x;
  yield from task_map_unordered(pool, square, iter_range(5, 6), window);
}
static void works_in_generators(void) {
  SHOWS(squares(source(4, 0), 2), " -1 0 1 4 9 25", " %ld", x);
  SOURCES(1, 1, 4);
  gen_close(squares(source(4, 0), 2));
  SHOWS(squares(source(2, 5), 2), " -1 0 1!5", " %ld", x);
  begun = ended = pulled = 0;
}

static generator(struct gate *) source_of(struct gate *gates, int n) {
  for (int i = 0; i < n; ++i) {
    ++pulled;
    yield &gates[i];
  }
}

static void pulls_no_more_than_the_window(void) {
  struct gate gate[9];
  for (int i = 0; i < 9; ++i)
    gate_init(&gate[i], i);
  generator(int) g = task_map(pool, through, gen_expr((void *)x, for (x, source_of(gate, 9))), 4);
  int x;
  EXPECT(pulled == 0);
  sem_post(&gate[0].open);
  // The first thing that is done ends the first resume.
  EXPECT(gen_next(g, &x) && x == 0 && pulled >= 1 && pulled <= 4);
  sem_post(&gate[1].open);
  EXPECT(gen_next(g, &x) && x == 1 && pulled >= 2 && pulled <= 5);
  for (int i = 8; i >= 2; --i)
    sem_post(&gate[i].open);
  for (int i = 2; i < 9; ++i)
    EXPECT(gen_next(g, &x) && x == i && pulled <= 4 + i);
  EXPECT(!gen_next(g) && gen_error(g) == 0 && pulled == 9);
  gen_close(g);
  pulled = 0;
}

/// Each of its values but the first is there only when what was submitted before has been done.
static ints slow_source(struct task_pool *single) {
  for (int i = 0; i < 9; ++i) {
    if (i) {
      struct task_future *f = submit(single, nothing, NULL);
      EXPECT(task_future_wait(f, -1) == 0);
      task_future_release(f);
    }
    ++pulled;
    yield i;
  }
}
static void does_not_wait_for_a_slow_source(void) {
  struct task_pool *single = pool_of(1);
  for (int ordered = 0; ordered < 2; ++ordered) {
    generator(long) g = ordered ? task_map(single, square, slow_source(single), 100) : task_map_unordered(single, square, slow_source(single), 100);
    long x;
    EXPECT(gen_next(g, &x) && x == 0 && pulled <= 2);
    EXPECT(gen_next(g, &x) && x == 1 && pulled <= 3);
    gen_close(g);
    pulled = 0;
  }
  EXPECT(task_pool_shutdown(single, TASK_DRAIN) == 0);
}

/// Passes only if as many are there at the same time as there are threads.
static int meet(int x, pthread_barrier_t *barrier) {
  pthread_barrier_wait(barrier);
  return x;
}
static void runs_several_at_a_time(void) {
  pthread_barrier_t barrier;
  EXPECT(!pthread_barrier_init(&barrier, NULL, 3));
  INTS(task_map(pool, meet, &barrier, iter_range(6), 3), " 0 1 2 3 4 5");
  int n = 0;
  foreach (x, task_map_unordered(pool, meet, &barrier, iter_range(9), 3))
    n += x;
  EXPECT(n == 36);
  pthread_barrier_destroy(&barrier);
}

/// Each waits until the consumer has got the one that is to come before.
static sem_t turn[6];
static int in_turn(int x) {
  pass(&turn[x]);
  return x;
}
static void gives_them_as_they_come(void) {
  static const int order[] = {2, 0, 1, 4, 5, 3};
  generator(int) g;
  int x;
  for (int i = 0; i < 6; ++i)
    EXPECT(!sem_init(&turn[i], 0, 0));
  g = task_map_unordered(pool, in_turn, iter_range(6), 3);
  for (int i = 0; i < 6; ++i) {
    sem_post(&turn[order[i]]);
    EXPECT(gen_next(g, &x) && x == order[i]);
  }
  EXPECT(!gen_next(g) && gen_error(g) == 0);
  gen_close(g);
  // Fast ones that are followed by one that waits for the consumer.
  g = task_map(pool, in_turn, iter_map(plus, 0, iter_chain(iter_repeat(0, 2000), iter_range(1, 3))), 16);
  for (int i = 0; i < 2000; ++i)
    sem_post(&turn[0]);
  for (int i = 0; i < 2000; ++i)
    EXPECT(gen_next(g, &x) && x == 0);
  for (int i = 1; i < 3; ++i) {
    sem_post(&turn[i]);
    EXPECT(gen_next(g, &x) && x == i);
  }
  EXPECT(!gen_next(g));
  gen_close(g);
  // Each goes on when the one before it has been consumed.
  for (int window = 2; window <= 16; window *= 2) {
    int n = 0;
    sem_post(&turn[0]);
    foreach (y, task_map_unordered(pool, in_turn, iter_repeat(0, 300), window)) {
      n += y + 1;
      sem_post(&turn[0]);
    }
    EXPECT(n == 300);
    pass(&turn[0]);
  }
}

static pthread_t here;
static int elsewhere(int x) { return pthread_equal(here, pthread_self()) ? -1 : x; }
static generator(int) right_here(void) {
  for (int i = 0; i < 5; ++i)
    yield pthread_equal(here, pthread_self()) ? i : -1;
}
static void runs_in_the_pool(void) {
  here = pthread_self();
  INTS(task_map(pool, elsewhere, right_here(), 2), " 0 1 2 3 4");
}

int main(void) {
  pool = pool_of(3);
  gives_all();
  works_in_generators();
  pulls_no_more_than_the_window();
  does_not_wait_for_a_slow_source();
  runs_several_at_a_time();
  gives_them_as_they_come();
  runs_in_the_pool();
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
  return 0;
}
