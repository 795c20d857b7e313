// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The values that task_map and task_map_unordered (map.h) have under way. All
// of them lie in one allocation. The thread that resumes the stage, its
// consumer, fills items and submits them to the pool; a thread of the pool runs
// each, and notes under the lock that it is done.
//
// To wake the consumer costs more than many a value. So if they come fast, it
// is woken once for several, though none is kept from it for long (parallel.c).
//
// Nothing here is for users.

#ifndef YIELDC_TASK_PARALLEL_H
#define YIELDC_TASK_PARALLEL_H
#pragma GCC system_header

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yieldc/task/pool.h>

struct yieldc_item;

/// Calls the function for an item's value. (The first parameter is the block
/// literal, which has captured nothing.)
typedef void yieldc_run_fn(void *block, struct yieldc_item *item);

/// A value on its way; behind it lie the value and the result.
struct yieldc_item {
  struct yieldc_job job; ///< first
  struct yieldc_parallel *parallel;
  struct yieldc_item *next;
  bool done, cancelled;
};

struct yieldc_parallel {
  struct task_pool *pool;
  yieldc_run_fn *run;
  bool ordered;
  size_t window, size;  ///< of the items: how many, of how many bytes
  size_t offset, align; ///< of the first item, and of all
  // What only the consumer touches.
  size_t used, fresh;                ///< items in use, and ever used
  size_t submitted, taken;           ///< taken: `completed`, when looked at
  struct yieldc_item *spare, *ready; ///< to be taken next; if ordered, all
  struct yieldc_item **last_ready;
  bool has_asked; ///< the source, since the last value
  bool ended;
  int error;
  size_t batch;      ///< how many to wait for, and
  int64_t pace, now; ///< nanoseconds for one, and when that was measured
  // What is shared.
  pthread_mutex_t lock;
  pthread_cond_t changed;
  size_t completed;
  struct yieldc_item *done, **last_done; ///< if not ordered
  bool waits;                            ///< until both of these are so:
  size_t wake_at;                        ///< so many are completed
  struct yieldc_item *awaited;           ///< null, or done
};

/// The memory is the caller's. 0, or ENOMEM.
int yieldc_parallel_begin(struct yieldc_parallel *m);
/// Cancels what has not begun, and waits for what has: then nobody touches the
/// memory any more.
void yieldc_parallel_end(struct yieldc_parallel *m);

/// Whether to ask the source for a value, and an item for it.
bool yieldc_parallel_wants(struct yieldc_parallel *m);
struct yieldc_item *yieldc_parallel_item(struct yieldc_parallel *m);
/// Then either it is submitted, or there are no values any more.
void yieldc_parallel_submit(struct yieldc_parallel *m,
                            struct yieldc_item *item);
void yieldc_parallel_ended(struct yieldc_parallel *m, struct yieldc_item *item,
                           int error);

/// The next one that is done; null if there is none, or it was cancelled.
struct yieldc_item *yieldc_parallel_take(struct yieldc_parallel *m);
void yieldc_parallel_took(struct yieldc_parallel *m, struct yieldc_item *item);

#endif // YIELDC_TASK_PARALLEL_H
