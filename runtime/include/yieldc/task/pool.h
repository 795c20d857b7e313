// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A pool of threads, which begin what is submitted to it in that order.
//
//   struct task_pool *pool;
//   struct task_future *future;
//   if (task_pool_start(&pool, 0) == 0) {
//     if (task_submit(&future, pool, work, &what) == 0) {
//       task_future_wait(future, -1);
//       task_future_release(future);
//     }
//     task_pool_shutdown(pool, TASK_DRAIN);
//   }
//
// Functions return 0, or a negative errno value. Any thread may call them, and
// the jobs themselves may. Works in any C or C++ compiler, with the plugin and
// without. Needs POSIX threads.

#ifndef YIELDC_TASK_POOL_H
#define YIELDC_TASK_POOL_H

#include <stdbool.h>
#include <yieldc/task/links.h>

#ifdef __cplusplus
extern "C" {
#endif

struct task_pool;
struct task_future;

/// Begins a pool of so many threads, which is stored in *out; with 0, of one
/// for each processor of the machine. It runs until task_pool_shutdown().
///
/// -EINVAL for null; -ENOMEM; -EAGAIN if the system gives no more threads. Then
/// nothing is left of it, and *out is null.
int task_pool_start(struct task_pool **out, unsigned threads);

/// What becomes of jobs that have not begun.
enum task_shutdown {
  TASK_DRAIN, ///< they are run
  TASK_CANCEL ///< they are cancelled: done with -ECANCELED
};

/// Ends a pool: it takes no more jobs, waits until its threads have run those
/// it had, and frees it. Futures may outlive it. To be called once; afterwards,
/// the pool must not be used any more. (While it waits, what it waits for may
/// still submit, and is refused.)
///
/// The callbacks of futures that it cancels are called by this thread.
///
/// -EINVAL for null or another `how`; -EDEADLK in one of the pool's own
/// threads. Then the pool goes on.
int task_pool_shutdown(struct task_pool *pool, enum task_shutdown how);

/// Has one of the pool's threads call function(argument), after what was
/// submitted before has begun. Its result is the future's; a negative one is a
/// failure. The future is stored in *out, for task_future_release(); `out` may
/// be null, if nobody wants to know. One allocation. Does not wait.
///
/// -EINVAL if the pool or the function is null; -ENOMEM; -ESHUTDOWN once a
/// shutdown has begun. Then nothing is called, and *out is null.
int task_submit(struct task_future **out, struct task_pool *pool,
                int (*function)(void *), void *argument);

// ---- For what is made of it -------------------------------------------------
// Not for users.

/// Something to be run, which lies in what knows about it. Between
/// yieldc_job_add and `run` it belongs to the pool.
struct yieldc_job {
  struct task_link link; ///< first
  /// Is called once. The pool does not touch the job any more.
  void (*run)(struct yieldc_job *job, bool cancelled);
  bool queued; ///< under the pool's lock
};

/// Allocates nothing. 0, or -ESHUTDOWN.
int yieldc_job_add(struct task_pool *pool, struct yieldc_job *job);

/// True if it had not begun, and now won't. A job that was never added must be
/// zero.
bool yieldc_job_remove(struct task_pool *pool, struct yieldc_job *job);

/// Keeps the memory of a pool, so that the two above may be called even after
/// its shutdown.
void yieldc_pool_hold(struct task_pool *pool);
void yieldc_pool_drop(struct task_pool *pool);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_POOL_H
