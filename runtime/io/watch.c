// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "../task/waiters.h"
#include "stream.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/io/watch.h>

/// So many events are kept.
enum { KEPT = 4096 };

/// An event that nobody has waited for yet.
struct kept {
  struct kept *next;
  int what; ///< UV_RENAME, UV_CHANGE
  char name[];
};

struct file_watch {
  uv_fs_event_t uv;
  void *thread;
  struct task_links waiters;
  struct kept *first, *last;
  size_t count;
  bool has_lost; ///< some that came behind those that are kept
};

static void tell(struct watch_event *event, int what, const char *name) {
  event->renamed = what & UV_RENAME;
  event->changed = what & UV_CHANGE;
  event->lost = !what;
  snprintf(event->name, sizeof event->name, "%s", name);
}

static void keep(struct file_watch *watch, int what, const char *name) {
  size_t length = strlen(name) + 1;
  struct kept *last = watch->last, *kept;
  if (watch->has_lost)
    return;
  if (last && last->what == what && !strcmp(last->name, name))
    return;
  if (watch->count == KEPT || !(kept = malloc(sizeof *kept + length))) {
    watch->has_lost = true;
    return;
  }
  kept->next = NULL;
  kept->what = what;
  memcpy(kept->name, name, length);
  if (last)
    last->next = kept;
  else
    watch->first = kept;
  watch->last = kept;
  ++watch->count;
}

static void drop_first(struct file_watch *watch) {
  struct kept *first = watch->first;
  if (!(watch->first = first->next))
    watch->last = NULL;
  --watch->count;
  free(first);
}

static void on_event(uv_fs_event_t *uv, const char *name, int what,
                     int status) {
  struct file_watch *watch = TASK_CONTAINER(struct file_watch, uv, uv);
  struct task_link *first = watch->waiters.first;
  (void)status; // inotify(7) always succeeds
  if (!first) {
    keep(watch, what, name);
    return;
  }
  struct task_waiting *waiting = task_waiting_of(first);
  tell(((struct watch_next *)waiting)->event, what, name);
  task_waiting_end(waiting, 0);
}

static void on_closed(uv_handle_t *uv) { free(uv); }

int watch_open(struct file_watch **made, const char *path) {
  if (!made || !path || !task_loop)
    return -EINVAL;
  struct file_watch *watch = calloc(1, sizeof *watch);
  if (!watch)
    return -ENOMEM;
  watch->thread = &task_loop;
  uv_fs_event_init(&task_loop->uv, &watch->uv);
  int code = uv_fs_event_start(&watch->uv, on_event, path, 0);
  if (code)
    watch_close(watch);
  else
    *made = watch;
  return code;
}

/// One that is kept, or that some were lost; false if there is none.
static bool take(struct file_watch *watch, struct watch_event *event) {
  if (watch->first) {
    tell(event, watch->first->what, watch->first->name);
    drop_first(watch);
  } else if (watch->has_lost) {
    tell(event, 0, "");
    watch->has_lost = false;
  } else {
    return false;
  }
  return true;
}

static bool start_next(struct task_op *op) {
  struct watch_next *next = (struct watch_next *)op;
  struct task_waiting *waiting = &next->waiting;
  struct file_watch *watch =
      waiting->in ? TASK_CONTAINER(struct file_watch, waiters, waiting->in)
                  : NULL;
  waiting->result = !watch || !next->event        ? -EINVAL
                    : watch->thread != &task_loop ? -EPERM
                                                  : 0;
  if (!waiting->result && !take(watch, next->event)) {
    task_waiting_add(&watch->waiters, waiting);
    return false;
  }
  return io_done_at_once(op);
}

static const struct task_op_kind next_kind = {.name = "a change of a file",
                                              .start = start_next,
                                              .cancel = task_waiting_cancel};

struct watch_next watch_next(struct file_watch *watch,
                             struct watch_event *event) {
  return (struct watch_next){
      .waiting = task_waiting(&next_kind, watch ? &watch->waiters : NULL),
      .event = event};
}

void watch_close(struct file_watch *watch) {
  if (!watch || watch->thread != &task_loop)
    return;
  while (task_waiters_wake(&watch->waiters, -ECONNABORTED))
    ;
  while (watch->first)
    drop_first(watch);
  uv_close((uv_handle_t *)&watch->uv, on_closed);
}
