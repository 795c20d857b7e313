// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The loop of a thread: tasks that are ready run in the order in which they
// became so; when none is, libuv waits for what they wait for. Not installed.

#ifndef YIELDC_RUNTIME_TASK_LOOP_H
#define YIELDC_RUNTIME_TASK_LOOP_H

#include <errno.h>
#include <pthread.h>
#include <uv.h>
#include <yieldc/consume.h>
#include <yieldc/task/job.h>
#include <yieldc/task/remote.h>
#include <yieldc/task/time.h>

struct task_loop {
  uv_loop_t uv;
  uv_timer_t alarm;    ///< for the first of the timers
  uint64_t alarm_due;  ///< by libuv's clock
  uv_prepare_t before; ///< libuv waits
  uv_check_t after;    ///< it has
  uv_async_t called;   ///< from other threads; if there is
  struct task_remote *remote;
  uv_signal_t listing; ///< on a signal, if asked for
  struct task_job *ready, **ready_end;
  struct task_group background;
  const struct task_group
      *until;                ///< runs until this one has no tasks; null: all
  bool ends;                 ///< takes no more tasks
  struct task_group *groups; ///< those that have tasks
  struct task_timer *timers; ///< the first of the heap
  uint64_t timers_set;
  void (*read_due)(struct task_timer *timer),
      (*write_due)(struct task_timer *timer); ///< once a stream has a deadline
  unsigned at_once; ///< operations done on the spot in this turn
  uint64_t now;     ///< milliseconds, as of the last look at the clock
  bool is_virtual;
  bool waits;       ///< libuv runs, to wait
  bool uses_alarm;  ///< and not for ever
  bool has_turned;  ///< tasks have run in a callback of libuv
  size_t in_flight; ///< operations that libuv ends
};

extern _Thread_local struct task_loop *task_loop
    __attribute__((tls_model("initial-exec"), visibility("hidden")));

/// Puts a job behind those that are ready.
static inline void task_ready(struct task_job *job) {
  struct task_loop *loop = task_loop;
  job->waits = false;
  job->at.then = NULL;
  *loop->ready_end = job;
  loop->ready_end = &job->at.then;
}

/// task_done, inline.
static inline void task_op_done(struct task_op *op) {
  if (op->status == -ECANCELED)
    op->job->cancelled = false;
  task_ready(op->job);
}

/// Ends an operation without a result, for its task is cancelled.
static inline void task_op_given_up(struct task_op *op) {
  op->status = -ECANCELED;
  task_op_done(op);
}

/// What has a member at this address.
#define TASK_CONTAINER(type, member, address)                                  \
  ((type *)((char *)(address) - offsetof(type, member)))

/// Who awaits the operation that a job lies in; null if it lies in none.
static inline struct task_job *task_awaiter(const struct task_job *job) {
  return job->embedded && job->group->waiter ? job->group->waiter->job : NULL;
}

/// Starts `job`, which lies where the caller wants it, in `group`.
void task_launch(struct task_group *group, struct task_job *job,
                 struct yieldc_frame *frame, const struct task_origin *origin,
                 void *out);
/// Of a task that lies in an operation, the task that awaits this, and so on.
struct task_job *task_outermost(struct task_job *job);
/// The last task of an ordinary group has ended.
void task_group_emptied(struct task_group *group);
/// Lets a ready job run until it waits again or has ended.
void task_step(struct task_loop *loop, struct task_job *job);

/// Runs tasks that are ready, at the end of a callback of libuv. What was read
/// is still in the cache then; and who gets an answer does not wait until all
/// others were read. (Without it they run when all callbacks have.)
void task_loop_turn(void);

/// Looks at the clock. Of a virtual loop that is its own.
uint64_t task_loop_time(struct task_loop *loop);

/// What is due. Of those due at the same time the first come first.
enum task_timer_kind {
  TASK_TIMER_SLEEP,
  TASK_TIMER_READ, ///< the deadline of a stream
  TASK_TIMER_WRITE,
  TASK_TIMER_TIMEOUT ///< of a task_within
};

/// Sets a timer, which must stay where it is, to be due in so many
/// milliseconds, or at a time.
void task_timer_set(struct task_timer *timer, uint64_t milliseconds,
                    enum task_timer_kind kind);
void task_timer_set_until(struct task_timer *timer, uint64_t when,
                          enum task_timer_kind kind);
/// Only of one that is set and not yet due.
void task_timer_clear(struct task_timer *timer);
/// A timeout is due.
void task_within_expired(struct task_timer *timer);
/// Runs those timers that are due.
void task_timers_run(struct task_loop *loop);
/// When the first is due, in milliseconds; UINT64_MAX if there is none.
uint64_t task_timers_next(const struct task_loop *loop);

/// Makes ready for calls of other threads: 0 or -ENOMEM.
int task_remote_prepare(struct task_loop *loop);
/// Has a call made that lies where the caller wants it, until it is made.
int task_remote_post(struct task_remote *remote, struct task_call *call);
/// Whether somebody can call.
bool task_remote_is_held(struct task_loop *loop);
/// Refuses calls from now on. False, if some were there, which were made.
bool task_remote_close(struct task_loop *loop);

#endif // YIELDC_RUNTIME_TASK_LOOP_H
