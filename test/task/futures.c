// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What pools and futures promise: cancel only before it runs; wait for the first, the first failure, all; results in the order of
// completion and of submission; submit after a shutdown is refused; shutdown drains or cancels as asked; no allocation may fail
// unnoticed.
//
// DEFINE: %{cc} = %yieldcc -g -Wall -Wextra -Werror -pthread -Wl,--wrap=malloc -Wl,--wrap=pthread_create %s %source/runtime/task/pool.c %source/runtime/task/future.c %source/runtime/task/parallel.c -o %t
// RUN: %{cc} -O0 && %t
// RUN: %{cc} -O2 && %t
// RUN: %if sanitizers %{ %{cc} -O2 -fsanitize=thread && %t %}
// RUN: %if sanitizers %{ %{cc} -O1 -fsanitize=address,undefined -fno-sanitize-recover=all && %t %}

#include <time.h>
#include <yieldc/iter.h>
#include <yieldc/task/map.h>

#include "Inputs/gate.h"

// The allocations and threads that may be made until one fails.
static size_t mallocs = SIZE_MAX, creates = SIZE_MAX;
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size) {
  if (mallocs == 0)
    return NULL;
  if (mallocs != SIZE_MAX)
    --mallocs;
  return __real_malloc(size);
}
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument) {
  if (creates == 0)
    return EAGAIN;
  if (creates != SIZE_MAX)
    --creates;
  return __real_pthread_create(thread, attributes, function, argument);
}

static void nulls(void) {
  struct task_pool *pool = pool_of(0);
  struct task_future *f = submit(pool, nothing, NULL), *some[] = {f, NULL};
  struct task_callback place;
  size_t which;
  EXPECT(task_pool_start(NULL, 1) == -EINVAL);
  EXPECT(task_pool_shutdown(NULL, TASK_DRAIN) == -EINVAL && task_pool_shutdown(pool, (enum task_shutdown)7) == -EINVAL);
  EXPECT(task_submit(NULL, NULL, nothing, NULL) == -EINVAL && task_submit(NULL, pool, NULL, NULL) == -EINVAL);
  EXPECT(task_future_retain(NULL) == NULL);
  task_future_release(NULL);
  EXPECT(!task_future_done(NULL) && task_future_result(NULL) == -EINVAL && task_future_wait(NULL, 0) == -EINVAL);
  EXPECT(task_future_cancel(NULL) == -EINVAL && task_future_withdraw(NULL, &place) == -EINVAL);
  EXPECT(task_future_withdraw(f, NULL) == -EINVAL && task_future_then(f, &place, NULL, NULL) == -EINVAL);
  EXPECT(task_futures_wait(some, 2, TASK_ALL, 0, &which) == -EINVAL && which == 2);
  EXPECT(task_futures_wait(NULL, 1, TASK_ALL, 0, NULL) == -EINVAL);
  EXPECT(task_futures_wait(some, 1, (enum task_when)9, 0, NULL) == -EINVAL);
  EXPECT(task_futures_wait(NULL, 0, TASK_FIRST, 0, NULL) == -EINVAL);
  EXPECT(task_futures_wait(NULL, 0, TASK_ALL, 0, &which) == 0 && which == 0);
  EXPECT(task_futures_wait(NULL, 0, TASK_FIRST_FAILURE, -1, &which) == 0 && which == 0);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
  // It outlives its pool.
  EXPECT(task_future_done(f) && task_future_result(f) == 0 && task_future_cancel(f) == -EALREADY);
  task_future_release(f);
}

static void cancels_only_before_it_runs(void) {
  struct task_pool *pool = pool_of(1);
  struct gate gate;
  atomic_int runs = 0;
  struct task_future *running = submit_gate(pool, &gate, -7), *queued = submit(pool, count, &runs), *next = submit(pool, count, &runs);
  EXPECT(task_future_cancel(running) == -EBUSY);
  EXPECT(task_future_result(running) == -EINPROGRESS && task_future_result(queued) == -EINPROGRESS && !task_future_done(queued));
  EXPECT(task_future_cancel(queued) == 0);
  EXPECT(task_future_done(queued) && task_future_result(queued) == -ECANCELED && task_future_wait(queued, -1) == 0);
  EXPECT(task_future_cancel(queued) == -EALREADY);
  sem_post(&gate.open);
  EXPECT(task_future_wait(next, -1) == 0 && task_future_result(next) == 0);
  EXPECT(task_future_done(running) && task_future_result(running) == -7 && task_future_cancel(running) == -EALREADY);
  EXPECT(runs == 1);
  task_future_release(task_future_retain(running));
  task_future_release(running);
  task_future_release(queued);
  task_future_release(next);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1000.0 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void times_out(void) {
  struct task_pool *pool = pool_of(1);
  struct gate gate;
  struct task_future *f = submit_gate(pool, &gate, 0);
  size_t which;
  EXPECT(task_future_wait(f, 0) == -ETIMEDOUT);
  double begin = now();
  EXPECT(task_future_wait(f, 3) == -ETIMEDOUT && now() - begin >= 3);
  begin = now();
  EXPECT(task_futures_wait(&f, 1, TASK_ALL, 3, &which) == -ETIMEDOUT && which == 1 && now() - begin >= 3);
  EXPECT(task_futures_wait(&f, 1, TASK_FIRST, 0, &which) == -ETIMEDOUT && which == 1);
  sem_post(&gate.open);
  EXPECT(task_future_wait(f, INT64_MAX) == 0 && task_future_wait(f, 0) == 0);
  EXPECT(task_futures_wait(&f, 1, TASK_FIRST, 0, &which) == 0 && which == 0);
  task_future_release(f);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
}

enum { MANY = 40 }; ///< more than have a place on the stack
static struct gate gates[MANY];

static void *open_all(void *argument) {
  (void)argument;
  for (int i = 0; i < 100; ++i)
    sched_yield();
  for (int i = 0; i < MANY; ++i)
    sem_post(&gates[i].open);
  return NULL;
}

static void waits_for_several(size_t n) {
  struct task_pool *pool = pool_of((unsigned)n);
  struct task_future *f[MANY];
  size_t which;
  pthread_t opener;
  for (size_t i = 0; i < n; ++i)
    f[i] = submit_gate(pool, &gates[i], i == 1 || i == 3 ? -(int)i : (int)i);
  EXPECT(task_futures_wait(f, n, TASK_FIRST, 0, &which) == -ETIMEDOUT && which == n);
  EXPECT(task_futures_wait(f, n, TASK_FIRST, 1, &which) == -ETIMEDOUT && which == n);
  sem_post(&gates[2].open);
  EXPECT(task_futures_wait(f, n, TASK_FIRST, -1, &which) == 0 && which == 2);
  EXPECT(task_futures_wait(f, n, TASK_FIRST_FAILURE, 1, &which) == -ETIMEDOUT && which == n);
  sem_post(&gates[0].open);
  EXPECT(task_future_wait(f[0], -1) == 0);
  EXPECT(task_futures_wait(f, n, TASK_FIRST, -1, &which) == 0 && which == 0); // the least of them
  EXPECT(task_futures_wait(f, n, TASK_FIRST_FAILURE, 0, &which) == -ETIMEDOUT);
  sem_post(&gates[3].open);
  EXPECT(task_futures_wait(f, n, TASK_FIRST_FAILURE, -1, &which) == 0 && which == 3);
  EXPECT(task_futures_wait(f, n, TASK_ALL, 1, &which) == -ETIMEDOUT && which == n);
  EXPECT(!pthread_create(&opener, NULL, open_all, NULL));
  EXPECT(task_futures_wait(f, n, TASK_ALL, -1, &which) == 0);
  EXPECT(which == 3 || which == 1); // 3 was first, but might be seen with 1
  for (size_t i = 0; i < n; ++i)
    EXPECT(task_future_done(f[i]));
  pthread_join(opener, NULL);
  EXPECT(task_futures_wait(f, n, TASK_ALL, 0, &which) == 0 && which == 1);
  EXPECT(task_futures_wait(f + 4, n - 4, TASK_FIRST_FAILURE, -1, &which) == 0 && which == n - 4); // none, but all are done
  EXPECT(task_futures_wait(f + 4, n - 4, TASK_ALL, -1, NULL) == 0);
  struct task_future *same[] = {f[0], f[0], f[0]};
  EXPECT(task_futures_wait(same, 3, TASK_ALL, -1, &which) == 0 && which == 3);
  for (size_t i = 0; i < n; ++i)
    task_future_release(f[i]);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
}

static int order[MANY], ordered;
static int note_order(void *which) {
  order[ordered++] = *(int *)which;
  return *(int *)which;
}

static void results_come_in_order(void) {
  // Of submission: one thread runs them as they came.
  struct task_pool *pool = pool_of(1);
  struct task_future *f[MANY];
  int numbers[MANY];
  struct gate first;
  struct task_future *running = submit_gate(pool, &first, 0);
  for (int i = 0; i < MANY; ++i)
    f[i] = submit(pool, note_order, (numbers[i] = i, &numbers[i]));
  sem_post(&first.open);
  for (int i = 0; i < MANY; ++i) {
    EXPECT(task_future_wait(f[i], -1) == 0 && task_future_result(f[i]) == i && order[i] == i);
    task_future_release(f[i]);
  }
  task_future_release(running);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);

  // Of completion.
  pool = pool_of(4);
  for (int i = 0; i < 4; ++i)
    f[i] = submit_gate(pool, &gates[i], i);
  static const int opened[] = {2, 0, 3, 1};
  sem_post(&gates[2].open);
  EXPECT(task_future_wait(f[2], -1) == 0);
  generator(struct task_future *) g = task_as_completed(f, 4);
  for (int i = 0; i < 4; ++i) {
    struct task_future *done;
    EXPECT(gen_next(g, &done) && done == f[opened[i]] && task_future_done(done));
    task_future_release(done); // which may be done with then
    if (i < 3)
      sem_post(&gates[opened[i + 1]].open);
  }
  EXPECT(!gen_next(g) && gen_error(g) == 0);
  gen_close(g);

  // Closed early; with null; with none; one twice.
  f[0] = submit_gate(pool, &gates[0], 0);
  f[1] = submit(pool, nothing, NULL);
  g = task_as_completed(f, 2);
  struct task_future *done;
  EXPECT(gen_next(g, &done) && done == f[1]);
  gen_close(g);
  gen_close(task_as_completed(f, 2));
  sem_post(&gates[0].open);
  f[2] = f[0];
  int code, n = 0;
  foreach (h, task_as_completed(f, 3), code)
    ++n, EXPECT(h == f[0] || h == f[1]);
  EXPECT(n == 3 && code == 0);
  f[2] = NULL;
  foreach (h, task_as_completed(f, 3), code)
    EXPECT(!h);
  EXPECT(code == EINVAL);
  foreach (h, task_as_completed((struct task_future **)0, 3), code)
    EXPECT(!h);
  EXPECT(code == EINVAL);
  foreach (h, task_as_completed(f, 0), code)
    EXPECT(!h);
  EXPECT(code == 0);
  task_future_release(f[0]);
  task_future_release(f[1]);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
}

// Where its pool is told to end.
struct closing {
  struct task_pool *pool;
  struct gate gate;
  atomic_int runs;
  int accepted, own, callbacks;
};

/// Submits until it is refused: so a shutdown has begun, and finds jobs in the queue.
static int submit_until_refused(void *argument) {
  struct closing *c = argument;
  int code;
  c->own = task_pool_shutdown(c->pool, TASK_DRAIN);
  while (!(code = task_submit(NULL, c->pool, count, &c->runs))) {
    ++c->accepted;
    sched_yield();
  }
  return code;
}

static void drains(void) {
  struct closing c = {.pool = pool_of(1)};
  struct task_future *f = submit(c.pool, submit_until_refused, &c), *last = submit(c.pool, count, &c.runs);
  EXPECT(task_pool_shutdown(c.pool, TASK_DRAIN) == 0);
  EXPECT(task_future_result(f) == -ESHUTDOWN && c.own == -EDEADLK);
  EXPECT(task_future_result(last) == 0 && c.runs == c.accepted + 1);
  task_future_release(f);
  task_future_release(last);
}

/// Of one that is cancelled.
static void submit_in_vain(struct task_future *f, void *argument) {
  struct closing *c = argument;
  struct task_future *refused = f;
  EXPECT(task_future_result(f) == -ECANCELED);
  EXPECT(task_submit(&refused, c->pool, count, &c->runs) == -ESHUTDOWN && refused == NULL);
  if (++c->callbacks == 3)
    sem_post(&c->gate.open);
}

static void cancels(void) {
  struct closing c = {.pool = pool_of(1)};
  struct task_future *running = submit_gate(c.pool, &c.gate, 5), *f[3];
  struct task_callback places[3];
  for (int i = 0; i < 3; ++i) {
    f[i] = submit(c.pool, count, &c.runs);
    EXPECT(task_future_then(f[i], &places[i], submit_in_vain, &c) == 0);
  }
  EXPECT(task_submit(NULL, c.pool, count, &c.runs) == 0);
  EXPECT(task_pool_shutdown(c.pool, TASK_CANCEL) == 0);
  EXPECT(c.runs == 0 && c.callbacks == 3 && task_future_result(running) == 5);
  task_future_release(running);
  for (int i = 0; i < 3; ++i)
    task_future_release(f[i]);
}

/// Several threads submit, and wait for some.
static void *submit_many(void *argument) {
  struct closing *c = argument;
  for (int i = 0; i < 2000; ++i) {
    struct task_future *f = submit(c->pool, count, &c->runs);
    if (i % 16 == 0)
      EXPECT(task_future_wait(f, -1) == 0);
    else if (i % 7 == 0 && !task_future_cancel(f))
      count(&c->runs);
    task_future_release(f);
  }
  return NULL;
}

static void loses_nothing(void) {
  struct closing c = {.pool = pool_of(3)};
  pthread_t threads[3];
  for (int i = 0; i < 3; ++i)
    EXPECT(!pthread_create(&threads[i], NULL, submit_many, &c));
  for (int i = 0; i < 3; ++i)
    pthread_join(threads[i], NULL);
  EXPECT(task_pool_shutdown(c.pool, TASK_DRAIN) == 0);
  EXPECT(c.runs == 6000);
}

static void has_no_memory(void) {
  struct task_pool *pool = (struct task_pool *)&mallocs;
  mallocs = 0;
  EXPECT(task_pool_start(&pool, 3) == -ENOMEM && !pool);
  mallocs = SIZE_MAX;
  for (size_t n = 0; n < 3; ++n) {
    creates = n;
    pool = (struct task_pool *)&mallocs;
    EXPECT(task_pool_start(&pool, 3) == -EAGAIN && !pool);
  }
  creates = SIZE_MAX;
  EXPECT(task_pool_start(&pool, UINT32_MAX) < 0 && !pool);

  struct gate gate;
  atomic_int runs = 0;
  struct task_future *f[MANY], *none;
  size_t which;
  pool = pool_of(1);
  f[0] = submit_gate(pool, &gate, 0);
  mallocs = 0;
  none = f[0];
  EXPECT(task_submit(&none, pool, count, &runs) == -ENOMEM && !none);
  for (int i = 1; i < MANY; ++i)
    f[i] = f[0];
  EXPECT(task_futures_wait(f, MANY, TASK_ALL, 1, &which) == -ENOMEM && which == MANY);
  EXPECT(task_futures_wait(f, MANY, TASK_ALL, 0, &which) == -ETIMEDOUT); // (needs none)
  EXPECT(task_futures_wait(f, 16, TASK_ALL, 1, &which) == -ETIMEDOUT);
  mallocs = SIZE_MAX;
  generator(struct task_future *) g = task_as_completed(f, MANY);
  mallocs = 0;
  EXPECT(!gen_next(g) && gen_error(g) == ENOMEM);
  mallocs = SIZE_MAX;
  gen_close(g);
  sem_post(&gate.open);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0 && runs == 0);
  task_future_release(f[0]);
}

int main(void) {
  nulls();
  cancels_only_before_it_runs();
  times_out();
  waits_for_several(5);
  waits_for_several(MANY);
  results_come_in_order();
  drains();
  cancels();
  loses_nothing();
  has_no_memory();
  return 0;
}
