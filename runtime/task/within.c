// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <yieldc/task/within.h>

void task_within_expired(struct task_timer *timer) {
  struct task_within *within = TASK_CONTAINER(struct task_within, timer, timer);
  within->has_timer = false;
  within->timed_out = true;
  task_cancel(&within->job);
}

static void finished(struct task_group *group, struct task_job *job, int code) {
  struct task_within *within = TASK_CONTAINER(struct task_within, group, group);
  if (within->has_timer)
    task_timer_clear(&within->timer);
  bool cancelled = code == -ECANCELED && within->op.job->cancelled;
  within->op.status = code && within->timed_out && !cancelled ? -ETIMEDOUT
                      : job->failed                           ? code
                                                              : 0;
  task_op_done(&within->op);
}

static bool start(struct task_op *op) {
  struct task_within *within = (struct task_within *)op;
  struct yieldc_frame *frame = within->job.frame;
  if (!frame) {
    op->status = -ENOMEM;
    return true;
  }
  if (within->has_timer)
    task_timer_set(&within->timer, within->timer.when, TASK_TIMER_TIMEOUT);
  within->group.loop = task_loop;
  within->group.finished = finished;
  within->group.waiter = op;
  task_launch(&within->group, &within->job, frame, within->job.origin,
              within->out ? (char *)op + within->out : NULL);
  return false;
}

static void cancel(struct task_op *op) {
  task_cancel(&((struct task_within *)op)->job);
}

static void drop(struct task_op *op) {
  yieldc_close(((struct task_within *)op)->job.frame);
}

static const struct task_op_kind timeout_kind = {
    .name = "a task, in time", .start = start, .cancel = cancel, .drop = drop};
static const struct task_op_kind shield_kind = {
    .name = "a shielded task", .start = start, .drop = drop};

static struct task_within within(const struct task_op_kind *kind,
                                 struct yieldc_frame *frame,
                                 const struct task_origin *origin, size_t out) {
  return (struct task_within){
      .op.kind = kind,
      .job = {.frame = frame, .origin = origin, .embedded = true},
      .out = out};
}

struct task_within task_within_time(struct yieldc_frame *frame,
                                    const struct task_origin *origin,
                                    size_t out, uint64_t milliseconds) {
  struct task_within made = within(&timeout_kind, frame, origin, out);
  made.has_timer = true;
  made.timer.when = milliseconds;
  return made;
}

struct task_within task_within_deadline(struct yieldc_frame *frame,
                                        const struct task_origin *origin,
                                        size_t out, uint64_t when) {
  uint64_t now = task_now();
  return task_within_time(frame, origin, out, when > now ? when - now : 0);
}

struct task_within task_shielded(struct yieldc_frame *frame,
                                 const struct task_origin *origin, size_t out,
                                 uint64_t unused) {
  (void)unused;
  return within(&shield_kind, frame, origin, out);
}
