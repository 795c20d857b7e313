// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include <errno.h>
#include <yieldc/task/work.h>

uv_loop_t *task_uv_loop(void) { return task_loop ? &task_loop->uv : NULL; }

// ---- Work -------------------------------------------------------------------

static void run(uv_work_t *request) {
  struct task_work *work = request->data;
  work->result = work->function(work->argument);
}

static void after(uv_work_t *request, int status) {
  struct task_work *work = request->data;
  --task_loop->in_flight;
  if (status == UV_ECANCELED)
    work->op.status = -ECANCELED;
  task_op_done(&work->op);
}

static bool start_work(struct task_op *op) {
  struct task_work *work = (struct task_work *)op;
  work->request.data = work;
  // (Once it is queued the result is the other thread's.)
  int code = work->function
                 ? uv_queue_work(&task_loop->uv, &work->request, run, after)
                 : -EINVAL;
  if (code)
    work->result = code;
  else
    ++task_loop->in_flight;
  return code != 0;
}

static void cancel_work(struct task_op *op) {
  // (If it runs already there is nothing to do but to wait.)
  uv_cancel((uv_req_t *)&((struct task_work *)op)->request);
}

const struct task_op_kind task_work_kind = {
    .name = "a thread's work", .start = start_work, .cancel = cancel_work};

// ---- Futures ----------------------------------------------------------------

static void arrived(void *argument) {
  struct task_future_wait *wait = argument;
  --task_loop->in_flight;
  wait->result = task_future_result(wait->future);
  task_op_done(&wait->op);
}

/// By the thread that ends it.
static void on_done(struct task_future *future, void *argument) {
  struct task_future_wait *wait = argument;
  (void)future;
  // (The loop can't end before, for the task waits.)
  task_remote_post(wait->op.job->group->loop->remote, &wait->call);
}

static bool start_future(struct task_op *op) {
  struct task_future_wait *wait = (struct task_future_wait *)op;
  wait->result = wait->future ? task_remote_prepare(task_loop) : -EINVAL;
  if (wait->result)
    return true;
  if (task_future_done(wait->future)) {
    wait->result = task_future_result(wait->future);
    return true;
  }
  wait->call = (struct task_call){.function = arrived, .argument = wait};
  ++task_loop->in_flight;
  task_future_then(wait->future, &wait->callback, on_done, wait);
  return false;
}

static void cancel_future(struct task_op *op) {
  struct task_future_wait *wait = (struct task_future_wait *)op;
  if (task_future_withdraw(wait->future, &wait->callback))
    return; // it is done, and the call under way
  --task_loop->in_flight;
  task_op_given_up(op);
}

static const struct task_op_kind future_kind = {
    .name = "a future", .start = start_future, .cancel = cancel_future};

struct task_future_wait task_future(struct task_future *future) {
  return (struct task_future_wait){.op.kind = &future_kind, .future = future};
}
