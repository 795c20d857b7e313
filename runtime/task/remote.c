// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls of other threads stand in a list under a lock, and an async handle of
// libuv wakes the loop. The references of a loop share one record, which
// outlives it.

#include "loop.h"
#include <errno.h>
#include <stdlib.h>
#include <yieldc/task/remote.h>

struct task_remote {
  pthread_mutex_t lock;
  struct task_loop *loop; ///< null when it has ended
  size_t references;      ///< with the loop's own
  struct task_call *first, **end;
};

static void run_calls(uv_async_t *handle) {
  struct task_remote *remote = handle->data;
  pthread_mutex_lock(&remote->lock);
  struct task_call *first = remote->first;
  remote->first = NULL;
  remote->end = &remote->first;
  pthread_mutex_unlock(&remote->lock);
  while (first) {
    struct task_call call = *first;
    if (call.owned)
      free(first);
    call.function(call.argument);
    first = call.next;
  }
}

/// The record of a loop, made when it is first asked for.
static struct task_remote *record_of(struct task_loop *loop) {
  struct task_remote *remote = loop->remote;
  if (remote)
    return remote;
  remote = calloc(1, sizeof *remote);
  if (!remote)
    return NULL;
  if (uv_async_init(&loop->uv, &loop->called, run_calls)) {
    free(remote);
    return NULL;
  }
  uv_unref((uv_handle_t *)&loop->called);
  loop->called.data = remote;
  pthread_mutex_init(&remote->lock, NULL);
  remote->loop = loop;
  remote->references = 1;
  remote->end = &remote->first;
  return loop->remote = remote;
}

int task_remote_prepare(struct task_loop *loop) {
  return record_of(loop) ? 0 : -ENOMEM;
}

struct task_remote *task_remote(void) {
  return task_loop ? task_remote_retain(record_of(task_loop)) : NULL;
}

struct task_remote *task_remote_retain(struct task_remote *remote) {
  if (remote) {
    pthread_mutex_lock(&remote->lock);
    ++remote->references;
    pthread_mutex_unlock(&remote->lock);
  }
  return remote;
}

void task_remote_release(struct task_remote *remote) {
  if (!remote)
    return;
  pthread_mutex_lock(&remote->lock);
  size_t left = --remote->references;
  // A loop that waits for nothing else is to see that nobody can call.
  if (left == 1 && remote->loop)
    uv_async_send(&remote->loop->called);
  pthread_mutex_unlock(&remote->lock);
  if (left)
    return;
  pthread_mutex_destroy(&remote->lock);
  free(remote);
}

bool task_remote_is_held(struct task_loop *loop) {
  if (!loop->remote)
    return false;
  pthread_mutex_lock(&loop->remote->lock);
  bool held = loop->remote->references > 1 || loop->remote->first;
  pthread_mutex_unlock(&loop->remote->lock);
  return held;
}

int task_remote_post(struct task_remote *remote, struct task_call *call) {
  call->next = NULL;
  pthread_mutex_lock(&remote->lock);
  bool open = remote->loop;
  if (open) {
    *remote->end = call;
    remote->end = &call->next;
    uv_async_send(&remote->loop->called);
  }
  pthread_mutex_unlock(&remote->lock);
  return open ? 0 : -ESHUTDOWN;
}

int task_remote_call(struct task_remote *remote, void (*function)(void *),
                     void *argument) {
  if (!remote || !function)
    return -EINVAL;
  struct task_call *call = malloc(sizeof *call);
  if (!call)
    return -ENOMEM;
  *call = (struct task_call){
      .function = function, .argument = argument, .owned = true};
  int code = task_remote_post(remote, call);
  if (code)
    free(call);
  return code;
}

bool task_remote_close(struct task_loop *loop) {
  struct task_remote *remote = loop->remote;
  if (!remote)
    return true;
  pthread_mutex_lock(&remote->lock);
  bool empty = !remote->first;
  if (empty)
    remote->loop = NULL;
  pthread_mutex_unlock(&remote->lock);
  if (!empty) {
    run_calls(&loop->called);
    return false;
  }
  uv_close((uv_handle_t *)&loop->called, NULL);
  task_remote_release(remote);
  return true;
}
