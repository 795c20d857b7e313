// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <yieldc/task/group.h>

int task_group_cancel(struct task_group *group) {
  if (!group)
    return -EINVAL;
  if (group->loop && group->loop != task_loop)
    return -EPERM;
  group->ends = group->first != NULL;
  // (A task that is cancelled leaves the group only later.)
  for (struct task_job *job = group->first; job; job = job->next)
    task_cancel(job);
  return 0;
}

static struct task_group_wait *as_wait(struct task_op *op) {
  return (struct task_group_wait *)op;
}

static int take_code(struct task_group *group) {
  int code = group->code;
  group->code = 0;
  return code;
}

/// Whether the group waits for `job` to end.
static bool holds(const struct task_group *group, const struct task_job *job) {
  while (job && job->group != group)
    job = task_awaiter(job);
  return job != NULL;
}

static bool start(struct task_op *op) {
  struct task_group_wait *wait = as_wait(op);
  struct task_group *group = wait->group;
  wait->result = !group                                    ? -EINVAL
                 : group->loop && group->loop != task_loop ? -EPERM
                 : holds(group, op->job)                   ? -EDEADLK
                 : group->waiter                           ? -EINVAL
                                                           : 0;
  if (wait->result)
    return true;
  if (group->first) {
    group->waiter = op;
    return false;
  }
  wait->result = take_code(group);
  return true;
}

static void cancel(struct task_op *op) {
  struct task_group *group = as_wait(op)->group;
  group->waiter = NULL; // (The end of its scope will wait.)
  task_group_cancel(group);
  task_op_given_up(op);
}

const struct task_op_kind task_group_kind = {
    .name = "a group", .start = start, .cancel = cancel};

/// Others may wait for the group as well: this one comes last, for then it is
/// gone.
static bool start_leaving(struct task_op *op) {
  struct task_group *group = as_wait(op)->group;
  if (!group->first)
    return true;
  group->leaver = op;
  return false;
}

static const struct task_op_kind leaving = {.name = "a group that is left",
                                            .start = start_leaving};

struct task_group_wait task_group_left(struct task_group *group) {
  task_group_cancel(group);
  return (struct task_group_wait){.op = {.kind = &leaving}, .group = group};
}

void task_group_emptied(struct task_group *group) {
  struct task_op *waiter = group->waiter, *leaver = group->leaver;
  group->waiter = group->leaver = NULL;
  group->ends = false;
  if (group != &group->loop->background)
    group->loop = NULL; // may be used by another one
  if (waiter) {
    as_wait(waiter)->result = take_code(group);
    task_op_done(waiter);
  }
  if (leaver)
    task_op_done(leaver);
}
