// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// If tasks wait to get, the queue is empty, and if tasks wait to put, it is
// full: an item goes from hand to hand where it can, so that nobody who comes
// later takes what somebody waits for.

#include "loop.h"
#include "waiters.h"
#include <stdlib.h>
#include <string.h>
#include <yieldc/task/queue.h>

int task_queue_open(struct task_queue *queue, size_t size, size_t capacity) {
  if (!queue || !size || capacity > SIZE_MAX / size)
    return -EINVAL;
  *queue = (struct task_queue){.size = size, .capacity = capacity};
  if (capacity && !(queue->items = malloc(size * capacity))) {
    queue->is_closed = true;
    return -ENOMEM;
  }
  return 0;
}

int task_queue_free(struct task_queue *queue) {
  if (!queue)
    return 0;
  if (!queue->is_closed || queue->getters.first || queue->putters.first)
    return -EBUSY;
  free(queue->items);
  *queue = (struct task_queue){.is_closed = true};
  return 0;
}

size_t task_queue_count(const struct task_queue *queue) {
  return queue ? queue->count : 0;
}

/// Items are small most of the time.
static inline void copy(void *to, const void *from, size_t size) {
  if (size == 8)
    memcpy(to, from, 8);
  else if (size == 4)
    memcpy(to, from, 4);
  else
    memcpy(to, from, size);
}

static char *slot(struct task_queue *queue, size_t index) {
  index += queue->first;
  if (index >= queue->capacity)
    index -= queue->capacity;
  return queue->items + index * queue->size;
}

/// The item of who comes first, that is copied from there, or to there.
static void *first_item(struct task_links *waiters) {
  return TASK_CONTAINER(struct task_queue_op, waiting.link, waiters->first)
      ->item;
}

int task_try_put_sized(struct task_queue *queue, const void *item,
                       size_t size) {
  if (!queue || !item)
    return -EINVAL;
  if (queue->is_closed)
    return -EPIPE;
  if (size != queue->size)
    return -EINVAL;
  if (task_is_foreign(&queue->thread))
    return -EPERM;
  if (queue->getters.first) {
    copy(first_item(&queue->getters), item, size);
    task_waiters_wake(&queue->getters, 0);
  } else if (queue->count < queue->capacity) {
    copy(slot(queue, queue->count++), item, size);
  } else {
    return -EAGAIN;
  }
  return 0;
}

int task_try_get_sized(struct task_queue *queue, void *item, size_t size) {
  if (!queue || !item || (queue->size && size != queue->size))
    return -EINVAL;
  if (task_is_foreign(&queue->thread))
    return -EPERM;
  if (queue->count) {
    copy(item, slot(queue, 0), size);
    --queue->count;
    if (++queue->first == queue->capacity)
      queue->first = 0;
    if (queue->putters.first) {
      copy(slot(queue, queue->count++), first_item(&queue->putters), size);
      task_waiters_wake(&queue->putters, 0);
    }
  } else if (queue->putters.first) { // of a queue without capacity
    copy(item, first_item(&queue->putters), size);
    task_waiters_wake(&queue->putters, 0);
  } else {
    return queue->is_closed ? -EPIPE : -EAGAIN;
  }
  return 0;
}

int task_queue_close(struct task_queue *queue) {
  if (!queue)
    return -EINVAL;
  if (task_is_foreign(&queue->thread))
    return -EPERM;
  queue->is_closed = true;
  while (task_waiters_wake(&queue->putters, -EPIPE) ||
         task_waiters_wake(&queue->getters, -EPIPE))
    ;
  return 0;
}

// ---- Awaited ----------------------------------------------------------------

static bool wait_if_again(struct task_queue_op *op, int code,
                          struct task_links *in) {
  op->waiting.result = code;
  if (code != -EAGAIN)
    return true;
  task_waiting_add(in, &op->waiting);
  return false;
}

static bool put(struct task_op *op) {
  struct task_queue_op *it = (struct task_queue_op *)op;
  int code = task_try_put_sized(it->queue, it->item, it->size);
  return wait_if_again(it, code, it->queue ? &it->queue->putters : NULL);
}

static bool get(struct task_op *op) {
  struct task_queue_op *it = (struct task_queue_op *)op;
  int code = task_try_get_sized(it->queue, it->item, it->size);
  return wait_if_again(it, code, it->queue ? &it->queue->getters : NULL);
}

const struct task_op_kind task_put_kind = {
    .name = "room in a queue", .start = put, .cancel = task_waiting_cancel};
const struct task_op_kind task_get_kind = {
    .name = "an item of a queue", .start = get, .cancel = task_waiting_cancel};
