// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include <yieldc/task/pool.h>

/// More than any system gives.
enum { MOST_THREADS = 1 << 20 };

struct task_pool {
  pthread_mutex_t lock; ///< of all below
  pthread_cond_t work;  ///< there is a job, or it is closing
  struct task_links jobs;
  /// The threads that wait: those that nobody has woken, and those that were
  /// but have not come to it. (Who wakes one counts it, so that the next one
  /// does not wake the same again.)
  unsigned idle, woken;
  bool closing;
  size_t holds; ///< who keeps the memory
  unsigned count;
  pthread_t threads[];
};

/// Whose thread this is.
static _Thread_local const struct task_pool *own_pool;

/// A job's link comes first in it.
static struct yieldc_job *job_of(struct task_link *link) {
  return (struct yieldc_job *)link;
}

static void take_out(struct task_pool *pool, struct yieldc_job *job) {
  task_links_remove(&pool->jobs, &job->link);
  job->queued = false;
}

static void wait_for_work(struct task_pool *pool) {
  ++pool->idle;
  pthread_cond_wait(&pool->work, &pool->lock);
  // One that wakes by itself takes the place of one that was woken, which then
  // takes its own: together they count right.
  if (pool->woken)
    --pool->woken;
  else
    --pool->idle;
}

static void *run_jobs(void *argument) {
  struct task_pool *pool = argument;
  own_pool = pool;
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    struct yieldc_job *job = job_of(pool->jobs.first);
    if (job) {
      take_out(pool, job);
      pthread_mutex_unlock(&pool->lock);
      job->run(job, false);
      pthread_mutex_lock(&pool->lock);
    } else if (pool->closing) {
      break;
    } else {
      wait_for_work(pool);
    }
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}

static unsigned processors(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 && count <= MOST_THREADS ? (unsigned)count : 1;
}

/// A pool without threads; a negative code if there can be none.
static int make(struct task_pool **out, unsigned threads) {
  struct task_pool *pool;
  int code;
  if (threads > MOST_THREADS)
    return -EAGAIN;
  pool = malloc(sizeof *pool + threads * sizeof *pool->threads);
  if (!pool)
    return -ENOMEM;
  *pool = (struct task_pool){.holds = 1};
  code = pthread_mutex_init(&pool->lock, NULL);
  if (code)
    goto no_lock;
  code = pthread_cond_init(&pool->work, NULL);
  if (code)
    goto no_condition;
  *out = pool;
  return 0;

no_condition:
  pthread_mutex_destroy(&pool->lock);
no_lock:
  free(pool);
  return -code;
}

/// Once there are no jobs, and there will be none.
static void end(struct task_pool *pool) {
  for (unsigned i = 0; i < pool->count; ++i)
    pthread_join(pool->threads[i], NULL);
  yieldc_pool_drop(pool);
}

/// Takes no more jobs. Those that it has, if they are not to be run, are the
/// caller's.
static struct task_link *close_queue(struct task_pool *pool, bool keep) {
  struct task_link *rest = NULL;
  pthread_mutex_lock(&pool->lock);
  pool->closing = true;
  if (!keep) {
    rest = pool->jobs.first;
    pool->jobs = (struct task_links){NULL, NULL};
    for (struct task_link *each = rest; each; each = each->next)
      job_of(each)->queued = false;
  }
  pthread_cond_broadcast(&pool->work);
  pthread_mutex_unlock(&pool->lock);
  return rest;
}

int task_pool_start(struct task_pool **out, unsigned threads) {
  struct task_pool *pool;
  int code;
  if (!out)
    return -EINVAL;
  *out = NULL;
  if (!threads)
    threads = processors();
  code = make(&pool, threads);
  if (code)
    return code;
  for (; pool->count < threads; ++pool->count) {
    code = pthread_create(&pool->threads[pool->count], NULL, run_jobs, pool);
    if (code) {
      close_queue(pool, true);
      end(pool);
      return -code;
    }
  }
  *out = pool;
  return 0;
}

int task_pool_shutdown(struct task_pool *pool, enum task_shutdown how) {
  struct task_link *each, *next;
  if (!pool || (how != TASK_DRAIN && how != TASK_CANCEL))
    return -EINVAL;
  if (own_pool == pool)
    return -EDEADLK;
  for (each = close_queue(pool, how == TASK_DRAIN); each; each = next) {
    next = each->next;
    job_of(each)->run(job_of(each), true);
  }
  end(pool);
  return 0;
}

int yieldc_job_add(struct task_pool *pool, struct yieldc_job *job) {
  pthread_mutex_lock(&pool->lock);
  if (pool->closing) {
    pthread_mutex_unlock(&pool->lock);
    return -ESHUTDOWN;
  }
  task_links_add(&pool->jobs, &job->link);
  job->queued = true;
  if (pool->idle) {
    --pool->idle;
    ++pool->woken;
    // Under the lock: once the job has run the pool may be gone.
    pthread_cond_signal(&pool->work);
  }
  pthread_mutex_unlock(&pool->lock);
  return 0;
}

bool yieldc_job_remove(struct task_pool *pool, struct yieldc_job *job) {
  bool queued;
  pthread_mutex_lock(&pool->lock);
  queued = job->queued;
  if (queued)
    take_out(pool, job);
  pthread_mutex_unlock(&pool->lock);
  return queued;
}

void yieldc_pool_hold(struct task_pool *pool) {
  pthread_mutex_lock(&pool->lock);
  ++pool->holds;
  pthread_mutex_unlock(&pool->lock);
}

void yieldc_pool_drop(struct task_pool *pool) {
  bool last;
  pthread_mutex_lock(&pool->lock);
  last = --pool->holds == 0;
  pthread_mutex_unlock(&pool->lock);
  if (!last)
    return;
  pthread_cond_destroy(&pool->work);
  pthread_mutex_destroy(&pool->lock);
  free(pool);
}
