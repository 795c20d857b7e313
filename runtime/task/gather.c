// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/task/gather.h>

/// Where the result of the i-th goes, which in a race has a place of its own.
static char *place(struct task_gathered *all, char *results, size_t i) {
  return results ? results + i * all->origin->size : NULL;
}

static char *race_results(struct task_gathered *all) {
  return (char *)(all->jobs + all->count);
}

/// The last of them has ended.
static void conclude(struct task_gathered *all) {
  switch (all->how) {
  case TASK_GATHER:
    all->result = all->code;
    break;
  case TASK_SETTLE:
    break; // was counted
  case TASK_RACE:
    all->result = all->winner < all->count ? (int)all->winner : all->code;
    if (all->winner < all->count && all->results)
      memcpy(all->results, place(all, race_results(all), all->winner),
             all->origin->size);
  }
  free(all->jobs);
  all->jobs = NULL;
  if (all->given_up && !(all->how == TASK_RACE && all->winner < all->count))
    all->op.status = -ECANCELED;
  task_op_done(&all->op);
}

static void finished(struct task_group *group, struct task_job *job, int code) {
  struct task_gathered *all =
      TASK_CONTAINER(struct task_gathered, group, group);
  size_t number = (size_t)(job - all->jobs);
  if (all->codes)
    all->codes[number] = code;
  if (code && !all->code)
    all->code = code;
  // The awaiting task is cancelled, and one of these with it.
  if (code == -ECANCELED && all->op.job->cancelled)
    all->given_up = true;
  if (all->how == TASK_SETTLE)
    all->result += code != 0;
  if (all->how == TASK_RACE && !code && all->winner == all->count)
    all->winner = number;
  if (all->how == TASK_GATHER ? code != 0 : all->how == TASK_RACE && !code)
    task_group_cancel(group);
  if (!group->first)
    conclude(all);
}

static void drop(struct task_op *op) {
  struct task_gathered *all = (struct task_gathered *)op;
  for (size_t i = 0; all->frames && i < all->count; ++i)
    yieldc_close(yieldc_moved(&all->frames[i]));
}

static int prepare(struct task_gathered *all) {
  if (all->count && !all->frames)
    return -EINVAL;
  if (!all->count)
    return all->how == TASK_RACE ? -EINVAL : 0;
  for (size_t i = 0; i < all->count; ++i)
    if (!all->frames[i])
      return -ENOMEM;
  size_t each = sizeof *all->jobs;
  if (all->how == TASK_RACE && all->results)
    each += all->origin->size;
  all->jobs = calloc(all->count, each);
  return all->jobs ? 0 : -ENOMEM;
}

static bool start(struct task_op *op) {
  struct task_gathered *all = (struct task_gathered *)op;
  all->result = prepare(all);
  if (all->result || !all->count) {
    drop(op);
    return true;
  }
  char *results = all->results;
  if (all->how == TASK_RACE && results)
    results = race_results(all);
  all->group.loop = task_loop;
  all->group.finished = finished;
  all->group.waiter = op;
  all->winner = all->count;
  for (size_t i = 0; i < all->count; ++i) {
    all->jobs[i].embedded = true;
    task_launch(&all->group, &all->jobs[i], yieldc_moved(&all->frames[i]),
                all->origin, place(all, results, i));
  }
  return false;
}

static void cancel(struct task_op *op) {
  task_group_cancel(&((struct task_gathered *)op)->group);
}

static const struct task_op_kind kind = {
    .name = "several tasks", .start = start, .cancel = cancel, .drop = drop};

struct task_gathered task_gather_frames(enum task_gathering how, void *tasks,
                                        size_t count, void *results, int *codes,
                                        const struct task_origin *origin) {
  return (struct task_gathered){.op.kind = &kind,
                                .how = how,
                                .frames = tasks,
                                .count = count,
                                .results = results,
                                .codes = codes,
                                .origin = origin};
}
