// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <yieldc/task/list.h>

static void print(FILE *to, const struct task_loop *loop,
                  const struct task_job *job) {
  const struct task_origin *origin = job->origin;
  fprintf(to, "%s, started at %s:%d: ", origin->task, origin->file,
          origin->line);
  if (job == task_running)
    fprintf(to, "runs");
  else if (!job->waits && yieldc_state(job->frame) == YIELDC_CREATED)
    fprintf(to, "about to begin");
  else if (!job->waits)
    fprintf(to, "about to go on");
  else
    fprintf(to, "waits for %s in %s at %s:%d since %.3f s",
            job->at.op->kind->name, job->site->function, job->site->file,
            job->site->line, ((uint32_t)loop->now - job->since) / 1e3);
  fprintf(to, "%s\n", job->cancelled ? ", cancelled" : "");
}

int task_list(FILE *to) {
  struct task_loop *loop = task_loop;
  if (!to || !loop)
    return -EINVAL;
  task_loop_time(loop);
  int count = 0;
  for (struct task_group *group = loop->groups; group; group = group->next)
    for (struct task_job *job = group->first; job; job = job->next, ++count)
      print(to, loop, job);
  return count;
}

static void on_signal(uv_signal_t *handle, int signal) {
  (void)handle;
  fprintf(stderr, "tasks, on signal %d:\n", signal);
  task_list(stderr);
}

int task_list_on_signal(int signal) {
  struct task_loop *loop = task_loop;
  if (!loop || signal < 0)
    return -EINVAL;
  uv_handle_t *handle = (uv_handle_t *)&loop->listing;
  if (!signal)
    return handle->loop ? uv_signal_stop(&loop->listing) : 0;
  if (!handle->loop) {
    int code = uv_signal_init(&loop->uv, &loop->listing);
    if (code)
      return code;
    uv_unref(handle);
  }
  int before = loop->listing.signum;
  int code = uv_signal_start(&loop->listing, on_signal, signal);
  if (code && before) // which libuv has stopped
    uv_signal_start(&loop->listing, on_signal, before);
  return code;
}
