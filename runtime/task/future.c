// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _POSIX_C_SOURCE 200809L

#include "condition.h"
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <yieldc/task/future.h>

enum state { WAITING, RUNNING, DONE };

/// A callback that is running. It lies on the stack of its thread: the callback
/// may have freed its own place.
struct call {
  const struct task_callback *place;
  pthread_t thread;
  struct call *next;
};

struct task_future {
  struct yieldc_job job; ///< first
  int (*function)(void *argument);
  void *argument;
  atomic_size_t references;
  atomic_int state;
  int result; ///< once it is DONE
  pthread_mutex_t lock;
  pthread_cond_t changed; ///< it is done, or a callback has returned
  unsigned watched;       ///< how many wait for that
  struct task_links callbacks;
  struct call *calls;
};

// ---- Time -------------------------------------------------------------------

/// When a wait ends.
struct deadline {
  bool is_set;
  struct timespec at;
};

static struct deadline deadline_in(int64_t milliseconds) {
  // (So that no time_t overflows.)
  const int64_t most = (int64_t)1000 * 1000 * 1000 * 1000;
  struct deadline end = {0};
  if (milliseconds < 0 || milliseconds > most)
    return end;
  end.is_set = true;
  clock_gettime(CLOCK_MONOTONIC, &end.at);
  end.at.tv_sec += (time_t)(milliseconds / 1000);
  end.at.tv_nsec += (long)(milliseconds % 1000) * 1000000;
  if (end.at.tv_nsec >= 1000000000) {
    end.at.tv_nsec -= 1000000000;
    ++end.at.tv_sec;
  }
  return end;
}

/// False when the time is over.
static bool sleep_until(pthread_cond_t *condition, pthread_mutex_t *lock,
                        const struct deadline *end) {
  if (end->is_set)
    return pthread_cond_timedwait(condition, lock, &end->at) != ETIMEDOUT;
  pthread_cond_wait(condition, lock);
  return true;
}

// ---- Callbacks --------------------------------------------------------------

static void take_out(struct task_future *future, struct task_callback *place) {
  task_links_remove(&future->callbacks, &place->link);
  place->waits = false;
}

/// Calls one that waits no longer. Holds the lock before and afterwards.
static void call(struct task_future *future, struct task_callback *place) {
  struct call mine = {place, pthread_self(), future->calls}, **at;
  void (*function)(struct task_future *, void *) = place->function;
  void *argument = place->argument;
  future->calls = &mine;
  pthread_mutex_unlock(&future->lock);
  function(future, argument);
  pthread_mutex_lock(&future->lock);
  for (at = &future->calls; *at != &mine; at = &(*at)->next)
    ;
  *at = mine.next;
  if (future->watched)
    pthread_cond_broadcast(&future->changed);
}

/// The call of `place` by another thread, or null.
static const struct call *foreign_call(const struct task_future *future,
                                       const struct task_callback *place) {
  const struct call *at = future->calls;
  while (at &&
         (at->place != place || pthread_equal(at->thread, pthread_self())))
    at = at->next;
  return at;
}

int task_future_then(struct task_future *future, struct task_callback *place,
                     void (*function)(struct task_future *, void *),
                     void *argument) {
  if (!future || !place || !function)
    return -EINVAL;
  place->function = function;
  place->argument = argument;
  pthread_mutex_lock(&future->lock);
  place->waits = !task_future_done(future);
  if (place->waits) {
    task_links_add(&future->callbacks, &place->link);
    pthread_mutex_unlock(&future->lock);
    return 0;
  }
  task_future_retain(future); // the callback may release the caller's
  call(future, place);
  pthread_mutex_unlock(&future->lock);
  task_future_release(future);
  return 0;
}

int task_future_withdraw(struct task_future *future,
                         struct task_callback *place) {
  bool waits;
  if (!future || !place)
    return -EINVAL;
  pthread_mutex_lock(&future->lock);
  waits = place->waits;
  if (waits)
    take_out(future, place);
  ++future->watched;
  while (!waits && foreign_call(future, place))
    pthread_cond_wait(&future->changed, &future->lock);
  --future->watched;
  pthread_mutex_unlock(&future->lock);
  return waits ? 0 : -EALREADY;
}

// ---- One future -------------------------------------------------------------

struct task_future *task_future_retain(struct task_future *future) {
  if (future)
    atomic_fetch_add_explicit(&future->references, 1, memory_order_relaxed);
  return future;
}

void task_future_release(struct task_future *future) {
  if (!future || atomic_fetch_sub_explicit(&future->references, 1,
                                           memory_order_acq_rel) > 1)
    return;
  pthread_cond_destroy(&future->changed);
  pthread_mutex_destroy(&future->lock);
  free(future);
}

bool task_future_done(const struct task_future *future) {
  return future &&
         atomic_load_explicit(&future->state, memory_order_acquire) == DONE;
}

int task_future_result(const struct task_future *future) {
  if (!future)
    return -EINVAL;
  return task_future_done(future) ? future->result : -EINPROGRESS;
}

int task_future_wait(struct task_future *future, int64_t milliseconds) {
  struct deadline end;
  bool in_time = true;
  if (!future)
    return -EINVAL;
  if (task_future_done(future))
    return 0;
  if (milliseconds == 0)
    return -ETIMEDOUT;
  end = deadline_in(milliseconds);
  pthread_mutex_lock(&future->lock);
  ++future->watched;
  while (!task_future_done(future) && in_time)
    in_time = sleep_until(&future->changed, &future->lock, &end);
  --future->watched;
  pthread_mutex_unlock(&future->lock);
  return task_future_done(future) ? 0 : -ETIMEDOUT;
}

/// Whose turn it is to finish it: nobody else's.
static bool claim(struct task_future *future) {
  int waiting = WAITING;
  return atomic_compare_exchange_strong(&future->state, &waiting, RUNNING);
}

static void finish(struct task_future *future, int result) {
  pthread_mutex_lock(&future->lock);
  future->result = result;
  atomic_store_explicit(&future->state, DONE, memory_order_release);
  if (future->watched)
    pthread_cond_broadcast(&future->changed);
  while (future->callbacks.first) {
    // (Its link comes first in it.)
    struct task_callback *place =
        (struct task_callback *)future->callbacks.first;
    take_out(future, place);
    call(future, place);
  }
  pthread_mutex_unlock(&future->lock);
}

int task_future_cancel(struct task_future *future) {
  if (!future)
    return -EINVAL;
  // It stays in the pool's queue, whose turn it then is not: so this need not
  // know whether there is still a pool.
  if (!claim(future))
    return task_future_done(future) ? -EALREADY : -EBUSY;
  task_future_retain(future); // a callback may release the caller's
  finish(future, -ECANCELED);
  task_future_release(future);
  return 0;
}

static void run(struct yieldc_job *job, bool cancelled) {
  struct task_future *future = (struct task_future *)job;
  if (claim(future))
    finish(future, cancelled ? -ECANCELED : future->function(future->argument));
  task_future_release(future);
}

/// With one reference; null if there is no memory.
static struct task_future *make(int (*function)(void *), void *argument) {
  struct task_future *future = malloc(sizeof *future);
  if (!future)
    return NULL;
  *future = (struct task_future){.job = {.run = run},
                                 .function = function,
                                 .argument = argument,
                                 .references = 1,
                                 .state = WAITING};
  if (pthread_mutex_init(&future->lock, NULL))
    goto no_lock;
  if (task_condition_init(&future->changed))
    goto no_condition;
  return future;

no_condition:
  pthread_mutex_destroy(&future->lock);
no_lock:
  free(future);
  return NULL;
}

int task_submit(struct task_future **out, struct task_pool *pool,
                int (*function)(void *), void *argument) {
  struct task_future *future;
  int code;
  if (out)
    *out = NULL;
  if (!pool || !function)
    return -EINVAL;
  future = make(function, argument);
  if (!future)
    return -ENOMEM;
  task_future_retain(future); // the pool's
  code = yieldc_job_add(pool, &future->job);
  if (code)
    task_future_release(future);
  if (!code && out)
    *out = future;
  else
    task_future_release(future);
  return code;
}

// ---- Several ----------------------------------------------------------------

enum { FEW = 16 }; ///< whose nodes lie on the stack

struct watch {
  pthread_mutex_t lock;
  pthread_cond_t over_now;
  enum task_when when;
  size_t left;         ///< that are not done
  size_t found, count; ///< the index of what was waited for, or `count`
  bool over;
};

struct watch_node {
  struct task_callback place;
  struct watch *watch;
  size_t index;
};

static void watch_begin(struct watch *watch, size_t count) {
  watch->left = watch->found = watch->count = count;
  watch->over = count == 0;
}

static void watch_note(struct watch *watch, struct task_future *future,
                       size_t index) {
  --watch->left;
  if (watch->found == watch->count &&
      (watch->when == TASK_FIRST || task_future_result(future) < 0))
    watch->found = index;
  watch->over =
      !watch->left || (watch->when != TASK_ALL && watch->found != watch->count);
}

static void watch_done(struct task_future *future, void *argument) {
  struct watch_node *node = argument;
  struct watch *watch = node->watch;
  pthread_mutex_lock(&watch->lock);
  if (!watch->over) {
    watch_note(watch, future, node->index);
    if (watch->over)
      pthread_cond_signal(&watch->over_now);
  }
  pthread_mutex_unlock(&watch->lock);
}

static bool watch_wait(struct watch *watch, const struct deadline *end) {
  bool over, in_time = true;
  pthread_mutex_lock(&watch->lock);
  while (!watch->over && in_time)
    in_time = sleep_until(&watch->over_now, &watch->lock, end);
  over = watch->over;
  watch->over = true; // what comes later counts no more
  pthread_mutex_unlock(&watch->lock);
  return over;
}

/// With callbacks on all of them.
static int watch_all(struct watch *watch, struct task_future *const *futures,
                     struct watch_node *nodes, int64_t milliseconds) {
  struct deadline end = deadline_in(milliseconds);
  bool over;
  size_t i;
  int code = pthread_mutex_init(&watch->lock, NULL);
  if (code)
    return -code;
  code = task_condition_init(&watch->over_now);
  if (code) {
    pthread_mutex_destroy(&watch->lock);
    return -code;
  }
  for (i = 0; i < watch->count; ++i) {
    nodes[i].watch = watch;
    nodes[i].index = i;
    task_future_then(futures[i], &nodes[i].place, watch_done, &nodes[i]);
  }
  over = watch_wait(watch, &end);
  for (i = 0; i < watch->count; ++i)
    task_future_withdraw(futures[i], &nodes[i].place);
  pthread_cond_destroy(&watch->over_now);
  pthread_mutex_destroy(&watch->lock);
  return over ? 0 : -ETIMEDOUT;
}

int task_futures_wait(struct task_future *const *futures, size_t count,
                      enum task_when when, int64_t milliseconds,
                      size_t *which) {
  struct watch_node few[FEW], *nodes = few;
  struct watch watch = {.when = when};
  int code;
  if (which)
    *which = count;
  if ((when != TASK_FIRST && when != TASK_FIRST_FAILURE && when != TASK_ALL) ||
      (count ? !futures : when == TASK_FIRST))
    return -EINVAL;
  for (size_t i = 0; i < count; ++i)
    if (!futures[i])
      return -EINVAL;
  watch_begin(&watch, count);
  for (size_t i = 0; i < count && !watch.over; ++i)
    if (task_future_done(futures[i]))
      watch_note(&watch, futures[i], i);
  if (watch.over) {
    code = 0;
  } else if (milliseconds == 0) {
    code = -ETIMEDOUT;
  } else {
    watch_begin(&watch, count);
    if (count > FEW)
      nodes = count <= SIZE_MAX / sizeof *nodes ? malloc(count * sizeof *nodes)
                                                : NULL;
    code = nodes ? watch_all(&watch, futures, nodes, milliseconds) : -ENOMEM;
    if (nodes != few)
      free(nodes);
  }
  if (which && !code)
    *which = watch.found;
  return code;
}
