// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "loop.h"
#include "waiters.h"
#include <stdlib.h>
#include <string.h>
#include <yieldc/task/broadcast.h>

int task_broadcast_open(struct task_broadcast *broadcast, size_t size,
                        size_t capacity) {
  if (!broadcast || !size || !capacity || capacity > SIZE_MAX / size)
    return -EINVAL;
  *broadcast = (struct task_broadcast){
      .size = size, .capacity = capacity, .items = malloc(size * capacity)};
  broadcast->is_closed = !broadcast->items;
  return broadcast->items ? 0 : -ENOMEM;
}

int task_broadcast_free(struct task_broadcast *broadcast) {
  if (!broadcast)
    return 0;
  if (!broadcast->is_closed || broadcast->first || broadcast->senders.first)
    return -EBUSY;
  free(broadcast->items);
  broadcast->items = NULL;
  return 0;
}

static struct task_broadcast_op *op_of(struct task_link *link) {
  return TASK_CONTAINER(struct task_broadcast_op, waiting.link, link);
}

static char *slot(struct task_broadcast *broadcast, uint64_t number) {
  return broadcast->items + number % broadcast->capacity * broadcast->size;
}

static bool has_room(const struct task_broadcast *broadcast) {
  for (struct task_subscription *each = broadcast->first; each;
       each = each->next)
    if (broadcast->sent - each->received >= broadcast->capacity)
      return false;
  return true;
}

/// Sends an item for which there is room: all wait no more who were waiting,
/// for they had received everything.
static void add(struct task_broadcast *broadcast, const void *item) {
  if (!broadcast->first)
    return;
  memcpy(slot(broadcast, broadcast->sent++), item, broadcast->size);
  for (struct task_link *first; (first = broadcast->receivers.first);) {
    struct task_broadcast_op *op = op_of(first);
    memcpy(op->item, item, broadcast->size);
    ++((struct task_subscription *)op->of)->received;
    task_waiters_wake(&broadcast->receivers, 0);
  }
}

/// After somebody received, or left.
static void admit(struct task_broadcast *broadcast) {
  while (broadcast->senders.first && has_room(broadcast)) {
    add(broadcast, op_of(broadcast->senders.first)->item);
    task_waiters_wake(&broadcast->senders, 0);
  }
}

int task_broadcast_close(struct task_broadcast *broadcast) {
  if (!broadcast)
    return -EINVAL;
  if (task_is_foreign(&broadcast->thread))
    return -EPERM;
  broadcast->is_closed = true;
  while (task_waiters_wake(&broadcast->senders, -EPIPE) ||
         task_waiters_wake(&broadcast->receivers, -EPIPE))
    ;
  return 0;
}

int task_subscribe(struct task_broadcast *broadcast,
                   struct task_subscription *subscription) {
  if (!broadcast || !subscription)
    return -EINVAL;
  subscription->broadcast = NULL;
  if (broadcast->is_closed)
    return -EPIPE;
  if (task_is_foreign(&broadcast->thread))
    return -EPERM;
  *subscription = (struct task_subscription){.broadcast = broadcast,
                                             .next = broadcast->first,
                                             .link = &broadcast->first,
                                             .received = broadcast->sent};
  if (broadcast->first)
    broadcast->first->link = &subscription->next;
  broadcast->first = subscription;
  return 0;
}

void task_unsubscribe(struct task_subscription *subscription) {
  struct task_broadcast *broadcast =
      subscription ? subscription->broadcast : NULL;
  if (!broadcast)
    return;
  *subscription->link = subscription->next;
  if (subscription->next)
    subscription->next->link = subscription->link;
  subscription->broadcast = NULL;
  struct task_link *each = broadcast->receivers.first, *next;
  for (; each; each = next) {
    next = each->next;
    if (op_of(each)->of == subscription)
      task_waiting_end(task_waiting_of(each), -EPIPE);
  }
  admit(broadcast);
}

// ---- Awaited ----------------------------------------------------------------

static bool start_send(struct task_op *base) {
  struct task_broadcast_op *op = (struct task_broadcast_op *)base;
  struct task_broadcast *broadcast = op->of;
  int code = !broadcast || !op->item               ? -EINVAL
             : broadcast->is_closed                ? -EPIPE
             : op->size != broadcast->size         ? -EINVAL
             : task_is_foreign(&broadcast->thread) ? -EPERM
                                                   : 0;
  if (!code && (broadcast->senders.first || !has_room(broadcast))) {
    task_waiting_add(&broadcast->senders, &op->waiting);
    return false;
  }
  if (!code)
    add(broadcast, op->item);
  op->waiting.result = code;
  return true;
}

static bool start_receive(struct task_op *base) {
  struct task_broadcast_op *op = (struct task_broadcast_op *)base;
  struct task_subscription *subscription = op->of;
  struct task_broadcast *broadcast =
      subscription ? subscription->broadcast : NULL;
  int code = !broadcast || !op->item || op->size != broadcast->size ? -EINVAL
             : task_is_foreign(&broadcast->thread)                  ? -EPERM
                                                                    : 0;
  if (!code && subscription->received == broadcast->sent) {
    if (!broadcast->is_closed) {
      task_waiting_add(&broadcast->receivers, &op->waiting);
      return false;
    }
    code = -EPIPE;
  } else if (!code) {
    memcpy(op->item, slot(broadcast, subscription->received++), op->size);
    admit(broadcast);
  }
  op->waiting.result = code;
  return true;
}

static const struct task_op_kind send_kind = {.name = "room in a broadcast",
                                              .start = start_send,
                                              .cancel = task_waiting_cancel};
static const struct task_op_kind receive_kind = {.name = "a broadcast",
                                                 .start = start_receive,
                                                 .cancel = task_waiting_cancel};

struct task_broadcast_op task_send_sized(struct task_broadcast *broadcast,
                                         const void *item, size_t size) {
  return (struct task_broadcast_op){.waiting.op.kind = &send_kind,
                                    .of = broadcast,
                                    .item = (void *)item,
                                    .size = size};
}

struct task_broadcast_op
task_receive_sized(struct task_subscription *subscription, void *item,
                   size_t size) {
  return (struct task_broadcast_op){.waiting.op.kind = &receive_kind,
                                    .of = subscription,
                                    .item = item,
                                    .size = size};
}
