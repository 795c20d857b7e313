// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/task/code.h>

/// One from task_start.
struct task_joinable {
  struct task_job job;
  struct task_op *joiner;
  int code; ///< when it has finished
  bool left;
};

static struct task_joinable *joinable(struct task_job *job) {
  return (struct task_joinable *)job;
}

_Thread_local struct task_job *task_running;

// ---- Operations -------------------------------------------------------------

bool task_not_begun(struct task_op *op, int code) {
  if (op->kind->drop)
    op->kind->drop(op);
  op->status = code;
  return false;
}

void task_done(struct task_op *op) { task_op_done(op); }

// ---- The life of a job ------------------------------------------------------

static void link_job(struct task_group *group, struct task_job *job) {
  struct task_loop *loop = group->loop;
  if (!group->first) {
    group->next = loop->groups;
    group->link = &loop->groups;
    if (group->next)
      group->next->link = &group->next;
    loop->groups = group;
  }
  job->group = group;
  job->previous = NULL;
  job->next = group->first;
  if (job->next)
    job->next->previous = job;
  group->first = job;
}

static void unlink_job(struct task_job *job) {
  struct task_group *group = job->group;
  if (job->next)
    job->next->previous = job->previous;
  if (job->previous)
    job->previous->next = job->next;
  else
    group->first = job->next;
  job->group = NULL;
  if (group->first)
    return;
  *group->link = group->next;
  if (group->next)
    group->next->link = group->link;
}

struct task_job *task_outermost(struct task_job *job) {
  for (struct task_job *awaiter; (awaiter = task_awaiter(job));)
    job = awaiter;
  return job;
}

void task_launch(struct task_group *group, struct task_job *job,
                 struct yieldc_frame *frame, const struct task_origin *origin,
                 void *out) {
  job->frame = frame;
  job->origin = origin;
  job->out = out;
  link_job(group, job);
  task_ready(job);
}

/// A result that is a failure: a negative one of a signed type.
static int failure_in(const void *result, const struct task_origin *origin) {
  long long value;
  switch (origin->size) {
#ifdef __SIZEOF_INT128__
  case sizeof(__int128):
    value = *(const __int128 *)result < 0 ? INT_MIN : 0;
    if (*(const __int128 *)result >= INT_MIN)
      value = (long long)*(const __int128 *)result;
    break;
#endif
  case sizeof(char):
    value = *(const signed char *)result;
    break;
  case sizeof(short):
    value = *(const short *)result;
    break;
  case sizeof(int):
    value = *(const int *)result;
    break;
  default:
    value = *(const long long *)result;
  }
  return value < INT_MIN ? INT_MIN : value < 0 ? (int)value : 0;
}

/// There is none: what failed with a code, or returned nothing.
static void put_no_result(const struct task_job *job, int code) {
  const struct task_origin *origin = job->origin;
  if (!job->out || job->owning || !origin->size)
    return;
  if (origin->is_signed)
    yieldc_code_as(code, job->out, origin->size);
  else
    memset(job->out, 0, origin->size);
}

/// How it has ended: 0 or a code. Its result goes to where it is wanted.
static int take_result(struct task_job *job) {
  const struct task_origin *origin = job->origin;
  struct yieldc_frame *frame = job->frame;
  int code = yieldc_negative(yieldc_failure(frame));
  job->failed = code != 0;
  if (code || !yieldc_has_result(frame)) {
    put_no_result(job, code);
    return code;
  }
  if (!origin->size)
    return 0;
  const void *result = yieldc_slot(frame, origin->align);
  if (job->out && !job->owning)
    memcpy(job->out, result, origin->size);
  return origin->is_signed ? failure_in(result, origin) : 0;
}

static void end_join(struct task_joinable *kept) {
  ((struct task_join *)kept->joiner)->result = kept->code;
  task_op_done(kept->joiner);
}

static void unhandled(int code, const struct task_origin *origin) {
  if (task_unhandled)
    task_unhandled(code, origin->task, origin->file, origin->line);
  else
    fprintf(
        stderr,
        "%s:%d: %s failed with code %d (%s), and nobody waits for a task of "
        "task_background()\n",
        origin->file, origin->line, origin->task, code, uv_strerror(code));
}

/// Ends an ordinary group's task.
static void left_group(struct task_group *group, const struct task_job *job,
                       int code) {
  // (One that was cancelled alone has not failed.)
  bool failed = code && code != -ECANCELED;
  if (failed && group == &group->loop->background) {
    unhandled(code, job->origin);
  } else if (failed && !group->code) {
    group->code = code;
    task_group_cancel(group);
  }
  if (!group->first)
    task_group_emptied(group);
}

static void finish(struct task_job *job, int code) {
  struct task_group *group = job->group;
  yieldc_close(job->frame);
  unlink_job(job);
  if (job->embedded) { // and gone with its operation
    group->finished(group, job, code);
    return;
  }
  left_group(group, job, code);
  if (job->joinable) {
    struct task_joinable *kept = joinable(job);
    kept->code = code;
    if (kept->joiner)
      end_join(kept);
    else if (!kept->left)
      return;
  }
  free(job);
}

void task_step(struct task_loop *loop, struct task_job *job) {
  struct yieldc_frame *frame = job->frame;
  if (job->cancelled && yieldc_state(frame) == YIELDC_CREATED) {
    put_no_result(job, -ECANCELED);
    job->failed = true;
    if (job->owning)
      job->origin->release(job->out);
    finish(job, -ECANCELED);
  } else {
    task_running = job;
    if (yieldc_next(frame)) { // it waits
      job->since = (uint32_t)loop->now;
      return;
    }
    task_running = NULL;
    finish(job, take_result(job));
  }
}

// ---- Starting ---------------------------------------------------------------

static int admits(struct task_group *group) {
  if (!group || !task_loop)
    return -EINVAL;
  if (!group->loop)
    group->loop = task_loop;
  if (group->loop != task_loop)
    return -EPERM;
  return group->code || group->ends || task_loop->ends ? -ECANCELED : 0;
}

static struct task_job *start_sized(struct task_group *group,
                                    struct yieldc_frame *frame,
                                    const struct task_origin *origin, void *out,
                                    size_t size, int *code) {
  struct task_job *job = NULL;
  *code = frame ? admits(group) : -ENOMEM;
  if (!*code && !(job = calloc(1, size)))
    *code = -ENOMEM;
  if (*code)
    yieldc_close(frame);
  else
    task_launch(group, job, frame, origin, out);
  return job;
}

int task_spawn_frame(struct task_group *group, struct yieldc_frame *frame,
                     const struct task_origin *origin, void *out) {
  int code;
  start_sized(group, frame, origin, out, sizeof(struct task_job), &code);
  return code;
}

int task_spawn_owning_frame(struct task_group *group,
                            struct yieldc_frame *frame,
                            const struct task_origin *origin, void *object) {
  int code;
  struct task_job *job =
      start_sized(group, frame, origin, object, sizeof(struct task_job), &code);
  if (job)
    job->owning = true;
  else
    origin->release(object);
  return code;
}

struct task_job *task_start_frame(struct task_group *group,
                                  struct yieldc_frame *frame,
                                  const struct task_origin *origin, void *out) {
  int code;
  struct task_job *job = start_sized(group, frame, origin, out,
                                     sizeof(struct task_joinable), &code);
  if (job)
    job->joinable = true;
  return job;
}

// ---- Ending -----------------------------------------------------------------

int task_cancel(struct task_job *job) {
  if (!job)
    return -EINVAL;
  if (!job->group)
    return -EALREADY;
  if (job->group->loop != task_loop)
    return -EPERM;
  if (job->cancelled)
    return 0;
  job->cancelled = true;
  if (job->waits && job->at.op->kind->cancel)
    job->at.op->kind->cancel(job->at.op);
  return 0;
}

static bool start_join(struct task_op *op) {
  struct task_join *join = (struct task_join *)op;
  struct task_joinable *kept = joinable(join->job);
  join->result = !kept || !kept->job.joinable || kept->joiner || kept->left ||
                         &kept->job == task_outermost(op->job)
                     ? -EINVAL
                 : kept->job.group && kept->job.group->loop != task_loop
                     ? -EPERM
                     : 0;
  if (join->result)
    return true;
  if (kept->job.group) {
    kept->joiner = op;
    return false;
  }
  join->result = kept->code;
  free(kept);
  return true;
}

static void cancel_join(struct task_op *op) {
  joinable(((struct task_join *)op)->job)->joiner = NULL;
  task_op_given_up(op);
}

static const struct task_op_kind join_kind = {
    .name = "the end of a task", .start = start_join, .cancel = cancel_join};

struct task_join task_join(struct task_job *job) {
  return (struct task_join){.op = {.kind = &join_kind}, .job = job};
}

void task_leave(struct task_job *job) {
  if (!job || !job->joinable)
    return;
  joinable(job)->left = true;
  if (!job->group)
    free(job);
}
