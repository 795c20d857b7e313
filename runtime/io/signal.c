// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "../task/waiters.h"
#include "stream.h"
#include <stdarg.h>
#include <stdlib.h>
#include <yieldc/io/signal.h>

/// One of the signals of a watch.
struct watched {
  uv_signal_t uv;
  bool is_pending;
  struct task_link link; ///< among those that are
};

struct signal_watch {
  void *thread;
  struct task_links waiters;
  struct task_links pending; ///< those that came, in that order
  size_t count;              ///< of handles that libuv has not closed
  struct watched signals[];
};

static void on_signal(uv_signal_t *uv, int signal) {
  struct signal_watch *watch = uv->data;
  struct watched *watched = TASK_CONTAINER(struct watched, uv, uv);
  if (watched->is_pending || task_waiters_wake(&watch->waiters, signal))
    return;
  watched->is_pending = true;
  task_links_add(&watch->pending, &watched->link);
}

static int add(struct signal_watch *watch, int signal) {
  uv_signal_t *uv = &watch->signals[watch->count].uv;
  int code = uv_signal_init(&task_loop->uv, uv);
  if (code)
    return code;
  ++watch->count;
  uv->data = watch;
  return uv_signal_start(uv, on_signal, signal);
}

int signal_open_list(struct signal_watch **made, int first, ...) {
  va_list signals;
  size_t count = 0;
  int code = 0;
  if (!made || !task_loop)
    return -EINVAL;
  va_start(signals, first);
  for (int signal = first; signal; signal = va_arg(signals, int))
    ++count;
  va_end(signals);
  struct signal_watch *watch =
      calloc(1, sizeof *watch + count * sizeof *watch->signals);
  if (!watch)
    return -ENOMEM;
  watch->thread = &task_loop;
  va_start(signals, first);
  for (int signal = first; signal && !code; signal = va_arg(signals, int))
    code = add(watch, signal);
  va_end(signals);
  if (code)
    signal_close(watch);
  else
    *made = watch;
  return code;
}

static bool start_wait(struct task_op *op) {
  struct task_waiting *wait = (struct task_waiting *)op;
  struct signal_watch *watch =
      wait->in ? TASK_CONTAINER(struct signal_watch, waiters, wait->in) : NULL;
  wait->result = !watch ? -EINVAL : watch->thread != &task_loop ? -EPERM : 0;
  if (!wait->result) {
    struct task_link *first = watch->pending.first;
    if (!first) {
      task_waiting_add(&watch->waiters, wait);
      return false;
    }
    struct watched *watched = TASK_CONTAINER(struct watched, link, first);
    task_links_remove(&watch->pending, first);
    watched->is_pending = false;
    wait->result = watched->uv.signum;
  }
  return io_done_at_once(op);
}

static const struct task_op_kind wait_kind = {
    .name = "a signal", .start = start_wait, .cancel = task_waiting_cancel};

struct task_waiting signal_wait(struct signal_watch *watch) {
  return task_waiting(&wait_kind, watch ? &watch->waiters : NULL);
}

static void on_closed(uv_handle_t *handle) {
  struct signal_watch *watch = handle->data;
  if (!--watch->count)
    free(watch);
}

void signal_close(struct signal_watch *watch) {
  if (!watch || watch->thread != &task_loop)
    return;
  while (task_waiters_wake(&watch->waiters, -ECONNABORTED))
    ;
  for (size_t i = 0; i < watch->count; ++i)
    uv_close((uv_handle_t *)&watch->signals[i].uv, on_closed);
  if (!watch->count)
    free(watch);
}
