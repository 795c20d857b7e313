// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// task_map and task_map_unordered: the source fails, memory is short (the n-th allocation fails, for every n), the pool is shut down,
// they are closed early. What came before is given, what has not begun is cancelled, what has is waited for, and nothing stays
// allocated.
//
// DEFINE: %{cc} = %yieldcc -g -Wall -Wextra -Werror -pthread %s %source/runtime/task/pool.c %source/runtime/task/future.c %source/runtime/task/parallel.c -Wl,--wrap=pthread_cond_wait -o %t
// RUN: %{cc} -O0 && %t
// RUN: %{cc} -O2 && %t
// RUN: %if sanitizers %{ %{cc} -O2 -fsanitize=thread && %t %}
// RUN: %if all %{ %{cc} -O1 -fsanitize=address,undefined -fno-sanitize-recover=all && %t %}

#include "../iter/Inputs/show.h"
#include "Inputs/gate.h"
#include <yieldc/task/map.h>

static struct task_pool *pool;
static size_t live, left = SIZE_MAX; // bytes allocated; allocations before one fails

void *gen_allocate(size_t size, size_t align) {
  if (left == 0)
    return NULL;
  --left;
  live += size;
  return align > 16 ? aligned_alloc(align, size) : malloc(size);
}
void gen_release(void *memory, size_t size, size_t align) {
  (void)align;
  live -= size;
  memset(memory, 0xee, size); // who still looks at it notices
  free(memory);
}

static int twice(int x) { return 2 * x; }
static atomic_int runs;
static int slowly(int x, struct gate *gates) {
  ++runs;
  through(&gates[x]);
  return x;
}

static void the_source_fails(void) {
  INTS(task_map(pool, twice, source(3, 5), 2), " 0 2 4!5");
  INTS(task_map(pool, twice, source(3, 5), 100), " 0 2 4!5");
  INTS(task_map(pool, twice, source(0, 5), 2), "!5");
  INTS(task_map_unordered(pool, twice, source(3, 5), 1), " 0 2 4!5");
  INTS(task_map(pool, twice, (ints)0, 2), "!12");
  int sum = 0, code;
  foreach (x, task_map_unordered(pool, twice, source(10, 5), 4), code)
    sum += x;
  EXPECT(sum == 90 && code == 5);
  EXPECT(begun == ended && !live);
  begun = ended = pulled = 0;
}

static void arguments_are_wrong(void) {
  INTS(task_map((struct task_pool *)0, twice, source(3, 0), 2), "!22");
  INTS(task_map(pool, twice, source(3, 0), 0), "!22");
  INTS(task_map_unordered(pool, twice, source(3, 0), -1), "!22");
  INTS(task_map(pool, twice, source(3, 0), SIZE_MAX), "!12");
  INTS(task_map(pool, twice, source(3, 0), SIZE_MAX / 128), "!12");
  EXPECT(!live && pulled == 0);
}

static int run(bool ordered, size_t allocations) {
  int code, sum = 0;
  left = allocations;
  ints g = ordered ? task_map(pool, twice, source(9, 0), 3) : task_map_unordered(pool, twice, source(9, 0), 3);
  foreach (x, g, code)
    sum += x;
  EXPECT(sum == (code ? 0 : 72) && (!code || code == ENOMEM) && !live);
  return code;
}
static void there_is_no_memory(void) {
  for (int ordered = 0; ordered < 2; ++ordered) {
    size_t n = 0;
    while (run(ordered, n))
      ++n;
    EXPECT(n == 3); // its source, itself, and one for all values
  }
  left = SIZE_MAX;
  EXPECT(begun == ended);
  begun = ended = pulled = 0;
}

/// The numbers of 20 gates. Before it gives the fourth it opens the first ones: so four are under way when one is done.
static struct gate gates[20];
static ints opening(int first) {
  for (int i = 0; i < 20; ++i) {
    if (i == 3)
      for (int j = 0; j < first; ++j)
        sem_post(&gates[j].open);
    yield i;
  }
}
static ints opened(struct task_pool *of, bool ordered, int first) {
  for (int i = 0; i < 20; ++i)
    gate_init(&gates[i], 0);
  runs = 0;
  return ordered ? task_map(of, slowly, gates, opening(first), 4) : task_map_unordered(of, slowly, gates, opening(first), 4);
}

/// Whether the main thread waits.
static atomic_bool waits;
static pthread_t main_thread;
int __real_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
  if (pthread_equal(pthread_self(), main_thread))
    waits = true;
  return __real_pthread_cond_wait(condition, mutex);
}

static void *open_later(void *unused) {
  while (!waits)
    sched_yield();
  sem_post(&gates[2].open);
  sem_post(&gates[3].open);
  return unused;
}

/// Two are running and one is not when it is closed.
static void is_closed_early(void) {
  for (int ordered = 0; ordered < 2; ++ordered) {
    pthread_t opener;
    int x, y;
    ints g = opened(pool, ordered, 2);
    EXPECT(gen_next(g, &x) && gen_next(g, &y) && x + y == 1);
    pass(&gates[2].begun);
    pass(&gates[3].begun);
    waits = false;
    EXPECT(!pthread_create(&opener, NULL, open_later, NULL));
    gen_close(g);
    EXPECT(runs == 4 && !live);
    pthread_join(opener, NULL);
    EXPECT(runs == 4);
  }
  // Not begun: nothing to wait for.
  gen_close(task_map(pool, twice, source(20, 0), 4));
  EXPECT(!live && pulled == 0);
}

/// Others hold up all threads: what it has submitted has not begun, and closing does not wait.
static void is_closed_before_it_begins(void) {
  struct gate mine[2];
  struct task_future *f[2];
  int x;
  ints g = opened(pool, true, 4);
  EXPECT(gen_next(g, &x) && x == 0);
  for (int i = 0; i < 2; ++i)
    f[i] = submit_gate(pool, &mine[i], 0);
  for (int i = 1; i < 3; ++i)
    EXPECT(gen_next(g, &x) && x == i);
  gen_close(g);
  EXPECT(runs == 4 && !live);
  for (int i = 0; i < 2; ++i) {
    sem_post(&mine[i].open);
    EXPECT(task_future_wait(f[i], -1) == 0);
    task_future_release(f[i]);
  }
}

static void let_go(struct task_future *f, void *unused) {
  (void)f, (void)unused;
  sem_post(&gates[1].open);
}

static void the_pool_is_shut_down(void) {
  int x, n;
  for (int ordered = 0; ordered < 2; ++ordered) {
    // All that was submitted is given; to give more it takes more than a stage.
    struct task_pool *mine = pool_of(1);
    ints g = opened(mine, ordered, 4);
    EXPECT(gen_next(g, &x) && x == 0);
    EXPECT(task_pool_shutdown(mine, TASK_DRAIN) == 0);
    for (n = 1; gen_next(g, &x); ++n)
      EXPECT(x == n);
    EXPECT(n == 4 && gen_error(g) == ESHUTDOWN && runs == 4);
    gen_close(g);

    // Cancelled when one is running, two wait, and behind them another job, which lets the one go.
    mine = pool_of(1);
    g = opened(mine, ordered, 1);
    EXPECT(gen_next(g, &x) && x == 0);
    pass(&gates[1].begun);
    struct task_callback place;
    struct task_future *f = submit(mine, nothing, NULL);
    EXPECT(task_future_then(f, &place, let_go, NULL) == 0);
    EXPECT(task_pool_shutdown(mine, TASK_CANCEL) == 0);
    EXPECT(task_future_result(f) == -ECANCELED);
    task_future_release(f);
    for (n = 1; gen_next(g, &x); ++n)
      EXPECT(x == n);
    EXPECT(n == 1 + ordered); // (unordered, those that were cancelled came first)
    EXPECT(gen_error(g) == ECANCELED && runs == 2);
    gen_close(g);
    EXPECT(!live);
  }
}

int main(void) {
  main_thread = pthread_self();
  pool = pool_of(2);
  the_source_fails();
  arguments_are_wrong();
  there_is_no_memory();
  is_closed_early();
  is_closed_before_it_begins();
  the_pool_is_shut_down();
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
  return 0;
}
