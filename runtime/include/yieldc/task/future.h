// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Futures: what will come of a job that was given to a pool (pool.h). One is
// done once it has a result, an int that never changes again; a negative one is
// a failure.
//
// A future is freed when nobody has a reference to it any more. task_submit()
// gives one reference; the pool keeps its own until the job has run.
//
// Any thread may call these, with a future that it has a reference to. Those
// that return an int return a negative errno value if they refuse, -EINVAL for
// null. In a thread of a pool, waiting for a job of the same pool waits for
// ever if all its threads do so.
//
// Works in any C or C++ compiler, with the plugin and without.

#ifndef YIELDC_TASK_FUTURE_H
#define YIELDC_TASK_FUTURE_H

#include <stddef.h>
#include <stdint.h>
#include <yieldc/task/pool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One reference more, to be released as well. Returns the future. Null is
/// none.
struct task_future *task_future_retain(struct task_future *future);

/// Gives a reference back. The job runs, and callbacks are called, whether
/// anybody has one or not. Null is none.
void task_future_release(struct task_future *future);

/// Whether it has a result. Never waits. Null has none.
bool task_future_done(const struct task_future *future);

/// The result of one that is done; -EINPROGRESS of one that is not. (Ask
/// task_future_done() if a job may return that itself.) Never waits.
int task_future_result(const struct task_future *future);

/// Waits until it is done, for so many milliseconds at the most; negative: for
/// ever; 0: just looks. 0 when it is done, or -ETIMEDOUT. Its callbacks may
/// still be about to be called then.
int task_future_wait(struct task_future *future, int64_t milliseconds);

/// Cancels it before it begins: it is done with -ECANCELED, and its callbacks
/// have been called by this thread. -EBUSY if it is running, or is being
/// cancelled; -EALREADY if it is done.
int task_future_cancel(struct task_future *future);

// ---- Callbacks --------------------------------------------------------------

/// A place for a callback, which may lie anywhere. From task_future_then() on
/// it must stay there until it is called, or withdrawn; then it may be used
/// again, from within the callback already. The members are not for users.
struct task_callback {
  struct task_link link; ///< first
  void (*function)(struct task_future *future, void *argument);
  void *argument;
  bool waits; ///< under the future's lock
};

/// Has function(future, argument) called once the future is done: by the thread
/// that finishes it, in the order in which they were added; or, if it is done
/// already, now, by the caller. No lock is held meanwhile. Allocates nothing.
int task_future_then(struct task_future *future, struct task_callback *place,
                     void (*function)(struct task_future *future,
                                      void *argument),
                     void *argument);

/// 0: it has not been called, and won't be. -EALREADY: it was called. Either
/// way it is not running when this returns, for this waits until it has
/// returned; unless the caller is the callback itself.
///
/// For a callback that was added to this future, in a place that has not been
/// used for another one since.
int task_future_withdraw(struct task_future *future,
                         struct task_callback *place);

// ---- Several ----------------------------------------------------------------

/// What task_futures_wait() waits for.
enum task_when {
  TASK_FIRST,         ///< one is done
  TASK_FIRST_FAILURE, ///< one has failed, or all are done
  TASK_ALL            ///< all are done
};

/// Waits for several futures, as task_future_wait() for one: 0 or -ETIMEDOUT.
///
/// Stores in *which, if it is not null, the index of one: for TASK_FIRST the
/// first one done, for the others the first that has failed. Of those that were
/// done before it is the one with the least index. `count` if there is none,
/// and whenever this does not return 0.
///
/// Of no futures all are done, and none is the first: -EINVAL for TASK_FIRST.
/// -EINVAL also if one of them is null. For more than 16, memory is allocated
/// if it has to wait: -ENOMEM.
int task_futures_wait(struct task_future *const *futures, size_t count,
                      enum task_when when, int64_t milliseconds, size_t *which);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_FUTURE_H
