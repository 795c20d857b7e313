// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _POSIX_C_SOURCE 200809L

#include "condition.h"
#include <errno.h>
#include <time.h>
#include <yieldc/task/parallel.h>

/// How long, in nanoseconds, a value may have to wait for others, for that the
/// consumer is woken once for all of them; twice that if they are late. (To
/// wake it for each 10 us cost half of two processors.)
enum { PATIENCE = 250 * 1000 };

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct yieldc_item *item_at(struct yieldc_parallel *m, size_t i) {
  return (struct yieldc_item *)(void *)((char *)m + m->offset + i * m->size);
}

// ---- The threads of the pool ------------------------------------------------

static bool is_awaited(const struct yieldc_parallel *m) {
  return m->completed >= m->wake_at && (!m->awaited || m->awaited->done);
}

static void run(struct yieldc_job *job, bool cancelled) {
  struct yieldc_item *item = (struct yieldc_item *)(void *)job;
  struct yieldc_parallel *m = item->parallel;
  if (!cancelled)
    m->run(NULL, item);
  item->cancelled = cancelled;
  pthread_mutex_lock(&m->lock);
  if (!m->ordered) {
    item->next = NULL;
    *m->last_done = item;
    m->last_done = &item->next;
  }
  __atomic_store_n(&m->completed, m->completed + 1, __ATOMIC_RELAXED);
  // From here on the item is not this thread's.
  __atomic_store_n(&item->done, true, __ATOMIC_RELEASE);
  if (m->waits && is_awaited(m)) {
    m->waits = false;
    pthread_cond_signal(&m->changed);
  }
  // From here on nothing is: whoever frees it has had the lock after this.
  pthread_mutex_unlock(&m->lock);
}

// ---- The consumer -----------------------------------------------------------

int yieldc_parallel_begin(struct yieldc_parallel *m) {
  m->last_ready = &m->ready;
  m->last_done = &m->done;
  m->batch = 1;
  m->now = nanoseconds();
  if (pthread_mutex_init(&m->lock, NULL))
    return ENOMEM;
  if (task_condition_init(&m->changed)) {
    pthread_mutex_destroy(&m->lock);
    return ENOMEM;
  }
  yieldc_pool_hold(m->pool);
  return 0;
}

void yieldc_parallel_end(struct yieldc_parallel *m) {
  size_t removed = 0;
  bool is_over;
  pthread_mutex_lock(&m->lock);
  is_over = m->completed == m->submitted;
  pthread_mutex_unlock(&m->lock);
  if (!is_over) {
    // From the last one, for that what is not to run does not begin meanwhile.
    for (size_t i = m->fresh; i-- > 0;)
      removed += yieldc_job_remove(m->pool, &item_at(m, i)->job);
    pthread_mutex_lock(&m->lock);
    m->wake_at = m->submitted - removed;
    m->awaited = NULL;
    while (!is_awaited(m)) {
      m->waits = true;
      pthread_cond_wait(&m->changed, &m->lock);
    }
    pthread_mutex_unlock(&m->lock);
  }
  pthread_cond_destroy(&m->changed);
  pthread_mutex_destroy(&m->lock);
  yieldc_pool_drop(m->pool);
}

/// Whether there is something to take without waiting; perhaps since now.
static bool is_ready(const struct yieldc_parallel *m) {
  if (m->ordered)
    return m->ready && __atomic_load_n(&m->ready->done, __ATOMIC_ACQUIRE);
  return m->ready ||
         __atomic_load_n(&m->completed, __ATOMIC_RELAXED) != m->taken;
}

bool yieldc_parallel_wants(struct yieldc_parallel *m) {
  return !m->ended && m->used < m->window && (!m->has_asked || !is_ready(m));
}

struct yieldc_item *yieldc_parallel_item(struct yieldc_parallel *m) {
  struct yieldc_item *item = m->spare;
  ++m->used;
  m->has_asked = true;
  if (item) {
    m->spare = item->next;
    return item;
  }
  item = item_at(m, m->fresh++);
  *item = (struct yieldc_item){.job = {.run = run}, .parallel = m};
  return item;
}

void yieldc_parallel_took(struct yieldc_parallel *m, struct yieldc_item *item) {
  --m->used;
  m->has_asked = false;
  item->next = m->spare;
  m->spare = item;
}

void yieldc_parallel_ended(struct yieldc_parallel *m, struct yieldc_item *item,
                           int error) {
  yieldc_parallel_took(m, item);
  m->ended = true;
  m->error = error;
}

void yieldc_parallel_submit(struct yieldc_parallel *m,
                            struct yieldc_item *item) {
  int error;
  item->done = false;
  item->next = NULL;
  error = yieldc_job_add(m->pool, &item->job);
  if (error) {
    yieldc_parallel_ended(m, item, -error);
    return;
  }
  ++m->submitted;
  if (m->ordered) {
    *m->last_ready = item;
    m->last_ready = &item->next;
  }
}

/// How many to wait for the next time: as many as come in PATIENCE, and not so
/// many that the threads run out of work.
static void measure(struct yieldc_parallel *m) {
  int64_t now = nanoseconds(), most = (int64_t)(m->window / 2);
  size_t count = m->completed - m->taken;
  m->pace = (now - m->now) / (int64_t)(count ? count : 1);
  m->now = now;
  if (m->pace > 0 && most > PATIENCE / m->pace)
    most = PATIENCE / m->pace;
  m->batch = most > 1 ? (size_t)most : 1;
}

static struct timespec after(int64_t wait) {
  int64_t at = nanoseconds() + wait;
  return (struct timespec){(time_t)(at / 1000000000), (long)(at % 1000000000)};
}

/// Under the lock, until something is ready, and perhaps some more.
static void wait(struct yieldc_parallel *m) {
  struct timespec end;
  bool hurries = m->batch == 1;
  if (!hurries)
    end = after(2 * m->pace * (int64_t)m->batch);
  m->awaited = m->ordered ? m->ready : NULL;
  m->wake_at = m->taken + 1;
  if (m->wake_at < m->completed + m->batch)
    m->wake_at = m->completed + m->batch;
  if (m->wake_at > m->submitted)
    m->wake_at = m->submitted;
  while (!is_awaited(m)) {
    m->waits = true;
    if (hurries) {
      pthread_cond_wait(&m->changed, &m->lock);
    } else if (pthread_cond_timedwait(&m->changed, &m->lock, &end)) {
      // What it waits for takes longer than those before.
      hurries = true;
      m->wake_at = m->taken + 1;
    }
  }
  m->waits = false;
  measure(m);
}

/// Waits, if it must.
static void get_ready(struct yieldc_parallel *m) {
  if (m->ordered ? is_ready(m) : m->ready != NULL)
    return;
  pthread_mutex_lock(&m->lock);
  if (m->ordered ? !m->ready->done : !m->done)
    wait(m);
  m->taken = m->completed;
  if (!m->ordered) {
    m->ready = m->done;
    m->done = NULL;
    m->last_done = &m->done;
  }
  pthread_mutex_unlock(&m->lock);
}

struct yieldc_item *yieldc_parallel_take(struct yieldc_parallel *m) {
  struct yieldc_item *item;
  if (!m->used)
    return NULL;
  get_ready(m);
  item = m->ready;
  m->ready = item->next;
  if (!m->ready)
    m->last_ready = &m->ready;
  if (!item->cancelled)
    return item;
  m->error = ECANCELED;
  return NULL;
}
