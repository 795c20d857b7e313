// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <yieldc/task/code.h>

_Thread_local struct task_loop *task_loop;

/// So many tasks may run before libuv is asked for news, so that tasks which
/// are always ready don't keep out the rest of the world.
enum { TURN = 512 };

/// A virtual clock goes on when the sockets of its process have been silent for
/// so many milliseconds.
enum { SETTLE = 2 };

static struct task_job *next_ready(struct task_loop *loop) {
  struct task_job *job = loop->ready;
  if (job && !(loop->ready = job->at.then))
    loop->ready_end = &loop->ready;
  return job;
}

/// Of those that it runs for.
static bool has_tasks(const struct task_loop *loop) {
  return loop->until ? loop->until->first != NULL : loop->groups != NULL;
}

/// Runs tasks that are ready.
static void turn(struct task_loop *loop) {
  struct task_job *job;
  loop->at_once = 0;
  for (unsigned i = 0; i < TURN && has_tasks(loop) && (job = next_ready(loop));
       ++i)
    task_step(loop, job);
  task_running = NULL;
}

/// libuv goes on inside uv_run as long as it can, which is cheaper than to come
/// back each time. But a virtual clock has to look around; and where others can
/// call, poll has to see whether somebody still may.
static bool comes_back(const struct task_loop *loop) {
  return loop->is_virtual || loop->remote;
}

/// Whether libuv may wait, or wait again, as it was told.
static bool may_wait(const struct task_loop *loop) {
  uint64_t next = task_timers_next(loop);
  return !loop->ready && !comes_back(loop) && has_tasks(loop) &&
         (next == UINT64_MAX ? !loop->uses_alarm
                             : loop->uses_alarm && loop->alarm_due <= next);
}

void task_loop_turn(void) {
  struct task_loop *loop = task_loop;
  if (!loop->ready)
    return;
  loop->has_turned = true;
  if (!loop->is_virtual)
    loop->now = uv_now(&loop->uv);
  turn(loop);
}

/// Also those get their turn that became ready in whatever other callbacks; and
/// a callback may have set a timer.
static void go_on(struct task_loop *loop) {
  if (!loop->waits)
    return;
  task_loop_turn();
  if (!may_wait(loop))
    uv_stop(&loop->uv); // it does not wait then, either
}

/// (Callbacks of timers may come right before libuv waits.)
static void before_waiting(uv_prepare_t *before) {
  (void)before;
  go_on(task_loop);
}

static void after_waiting(uv_check_t *after) {
  (void)after;
  go_on(task_loop);
}

uint64_t task_loop_time(struct task_loop *loop) {
  if (!loop->is_virtual) {
    uv_update_time(&loop->uv);
    loop->now = uv_now(&loop->uv);
  }
  return loop->now;
}

uint64_t task_now(void) { return task_loop ? task_loop_time(task_loop) : 0; }

static void on_alarm(uv_timer_t *alarm) { uv_stop(alarm->loop); }

/// Asks for news, without waiting. (libuv does so only if something is alive,
/// which calls of other threads, and signals, are not.)
static void look_around(struct task_loop *loop) {
  uv_ref((uv_handle_t *)&loop->before);
  uv_run(&loop->uv, UV_RUN_NOWAIT);
  uv_unref((uv_handle_t *)&loop->before);
}

/// Waits until something is to be done here.
static void wait(struct task_loop *loop) {
  loop->waits = true;
  if (loop->remote)
    uv_ref((uv_handle_t *)&loop->called);
  uv_run(&loop->uv, comes_back(loop) ? UV_RUN_ONCE : UV_RUN_DEFAULT);
  if (loop->remote)
    uv_unref((uv_handle_t *)&loop->called);
  loop->waits = false;
}

/// The alarm may be set for something earlier, that was given up since: then it
/// wakes the loop in vain, once, which is cheaper than to set it each time.
static void wait_until(struct task_loop *loop, uint64_t when) {
  uv_handle_t *alarm = (uv_handle_t *)&loop->alarm;
  if (!uv_is_active(alarm) || when < loop->alarm_due || loop->is_virtual) {
    uv_timer_start(&loop->alarm, on_alarm, when - uv_now(&loop->uv), 0);
    loop->alarm_due = when;
  }
  loop->uses_alarm = true;
  uv_ref(alarm);
  wait(loop);
  uv_unref(alarm);
  loop->uses_alarm = false;
}

/// Waits for news, if nothing is ready. False if none can come.
static bool poll(struct task_loop *loop) {
  uint64_t next = task_timers_next(loop);
  if (loop->ready) {
    look_around(loop);
  } else if (next == UINT64_MAX) {
    if (!loop->in_flight && !uv_loop_alive(&loop->uv) &&
        !task_remote_is_held(loop))
      return false;
    wait(loop);
  } else if (loop->is_virtual) {
    bool waits = loop->in_flight != 0;
    loop->has_turned = false;
    if (waits)
      wait(loop);
    else if (uv_loop_alive(&loop->uv)) // for what is under way between sockets
      wait_until(loop, uv_now(&loop->uv) + SETTLE);
    if (!waits && !loop->ready && !loop->has_turned)
      loop->now = next;
  } else if (next > uv_now(&loop->uv)) {
    wait_until(loop, next);
  } else {
    look_around(loop);
  }
  if (!loop->is_virtual)
    loop->now = uv_now(&loop->uv);
  task_timers_run(loop);
  return true;
}

/// They wait for each other, or for nobody; also those that others shield.
static void cancel_all(struct task_loop *loop) {
  for (struct task_group *each = loop->groups; each; each = each->next)
    task_group_cancel(each);
}

/// Runs tasks until none is left in `group`, or, for null, in the loop. If
/// nothing can happen any more, they are cancelled; and given up if even then
/// nothing can, for they await what can't be.
static int drain(struct task_loop *loop, const struct task_group *group) {
  int code = 0;
  loop->until = group;
  while (has_tasks(loop)) {
    turn(loop);
    if (has_tasks(loop) && !poll(loop)) {
      code = -EDEADLK;
      cancel_all(loop);
      if (!loop->ready)
        break;
    }
  }
  return code;
}

static int open_loop(struct task_loop *loop, bool is_virtual) {
  int code = uv_loop_init(&loop->uv);
  if (code)
    return code;
  uv_timer_init(&loop->uv, &loop->alarm);
  uv_unref((uv_handle_t *)&loop->alarm);
  uv_prepare_init(&loop->uv, &loop->before);
  uv_prepare_start(&loop->before, before_waiting);
  uv_unref((uv_handle_t *)&loop->before);
  uv_check_init(&loop->uv, &loop->after);
  uv_check_start(&loop->after, after_waiting);
  uv_unref((uv_handle_t *)&loop->after);
  loop->ready_end = &loop->ready;
  loop->is_virtual = is_virtual;
  loop->background.loop = loop;
  return 0;
}

static void close_handle(uv_handle_t *handle, void *unused) {
  (void)unused;
  if (!uv_is_closing(handle))
    uv_close(handle, NULL);
}

static void close_loop(struct task_loop *loop) {
  // Also those that the program has forgotten.
  uv_walk(&loop->uv, close_handle, NULL);
  uv_run(&loop->uv, UV_RUN_DEFAULT);
  uv_loop_close(&loop->uv);
}

static void ended(struct task_group *group, struct task_job *job, int code) {
  (void)job;
  group->code = code;
}

int task_run_frame(struct yieldc_frame *frame, const struct task_origin *origin,
                   void *out, bool is_virtual) {
  struct task_loop loop = {.now = 0};
  int code = !frame      ? -ENOMEM
             : task_loop ? -EBUSY
                         : open_loop(&loop, is_virtual);
  if (code) {
    yieldc_close(frame);
    return code;
  }
  task_loop = &loop;
  // A group of its own, which ends when the first task does.
  struct task_group group = {.loop = &loop, .finished = ended};
  struct task_job job = {.embedded = true};
  task_loop_time(&loop);
  task_launch(&group, &job, frame, origin, out);
  code = drain(&loop, &group);
  if (code && out && origin->is_signed)
    yieldc_code_as(code, out, origin->size);
  if (!code)
    code = group.code;
  loop.ends = true;
  do {
    cancel_all(&loop);
    drain(&loop, NULL);
  } while (!task_remote_close(&loop));
  close_loop(&loop);
  task_loop = NULL;
  return code;
}

struct task_group *task_background(void) {
  return task_loop ? &task_loop->background : NULL;
}
