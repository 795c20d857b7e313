// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A group of the scope it is declared in: nothing outlives it.

#ifndef YIELDC_TASK_GROUP_H
#define YIELDC_TASK_GROUP_H
#pragma GCC system_header

#include <yieldc/task/job.h>
#include <yieldc/task/macros.h>

// task_group(g); declares g, a struct task_group *, for the rest of the scope,
// in a task or a stream. When the scope is left, by whatever way, those of its
// tasks that are left are cancelled, and the task waits for them before it goes
// on: so they may use the variables of the scopes around the group.
#define task_group(name)                                                       \
  __attribute__((cleanup(yieldc_group_leave))) struct task_group name[1] = {   \
      {(struct task_loop *)0, (struct task_group *)0, (struct task_group **)0, \
       (struct task_job *)0, (struct task_op *)0, (struct task_op *)0, 0, 0,   \
       (void (*)(struct task_group *, struct task_job *, int))0}}

/// For yieldc_group_leave: cancels what is left, and waits.
struct task_group_wait task_group_left(struct task_group *group);

#if defined __clang__ && !defined YIELDC_EDITOR
#include <yieldc/task/await.h>

YIELDC_FN void yieldc_group_leave(void *variable) {
  static const struct task_site site = {"(end of a scope)", "", 0};
  struct task_group *group = (struct task_group *)variable;
  if (group->first) {
    struct task_group_wait wait = task_group_left(group);
    yieldc_await_unwinding(&wait.op, &site);
  }
}
#endif

#endif // YIELDC_TASK_GROUP_H
