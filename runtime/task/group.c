// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <yieldc/task/group.h>

int task_group_cancel(struct task_group *group) {
  if (!group)
    return -EINVAL;
  if (group->loop && group->loop != task_loop)
    return -EPERM;
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

/// The last of the tasks has ended.
static void emptied(struct task_op *op) {
  struct task_group_wait *wait = as_wait(op);
  wait->group->waiter = NULL;
  wait->result = take_code(wait->group);
  task_done(op);
}

static bool start(struct task_op *op) {
  struct task_group_wait *wait = as_wait(op);
  struct task_group *group = wait->group;
  wait->result = !group || group->waiter                   ? -EINVAL
                 : group->loop && group->loop != task_loop ? -EPERM
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
  op->status = -ECANCELED; // when they have all ended
  task_group_cancel(as_wait(op)->group);
}

static const struct task_op_kind kind = {"a group", start, cancel};
static const struct task_op_kind leaving = {"a group that is left", start,
                                            NULL};

struct task_group_wait task_group_wait(struct task_group *group) {
  return (struct task_group_wait){.op = {.kind = &kind}, .group = group};
}

struct task_group_wait task_group_left(struct task_group *group) {
  task_group_cancel(group);
  return (struct task_group_wait){.op = {.kind = &leaving}, .group = group};
}

void task_group_emptied(struct task_group *group) {
  if (group->waiter)
    emptied(group->waiter);
}
