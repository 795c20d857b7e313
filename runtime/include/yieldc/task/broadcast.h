// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is sent to a broadcast, every subscriber receives, in order, from when
// it subscribed on. The slowest of them holds up those who send when it is
// `capacity` items behind: nothing is lost, and memory is bounded.

#ifndef YIELDC_TASK_BROADCAST_H
#define YIELDC_TASK_BROADCAST_H
#pragma GCC system_header

#include <yieldc/task/sync.h>

#ifdef __cplusplus
extern "C" {
#endif

struct task_subscription;

/// Its members are for the library.
struct task_broadcast {
  struct task_links receivers, senders;
  void *thread; ///< whom it belongs to; null before it is used
  struct task_subscription *first; ///< of all
  char *items;                     ///< a ring of the last ones sent
  size_t size, capacity;
  uint64_t sent;
  bool is_closed;
};

/// A variable of who receives. Its members are for the library.
struct task_subscription {
  struct task_broadcast *broadcast; ///< null if it is not subscribed
  struct task_subscription *next, **link;
  uint64_t received;
};

/// As task_queue_open; the capacity is at least 1.
int task_broadcast_open(struct task_broadcast *broadcast, size_t size,
                        size_t capacity);
/// Who sends from now on gets -EPIPE; who receives, behind what was sent.
int task_broadcast_close(struct task_broadcast *broadcast);
/// Frees it; -EBUSY while it is open or has subscribers. Null is fine.
int task_broadcast_free(struct task_broadcast *broadcast);

/// Allocates nothing. -EPIPE if it is closed. The variable must stay where it
/// is until it is unsubscribed; task_auto_unsubscribe does that as a scope
/// ends.
int task_subscribe(struct task_broadcast *broadcast,
                   struct task_subscription *subscription);
/// Null, and one that is not subscribed, are fine. A task that waits to receive
/// by it gets -EPIPE.
void task_unsubscribe(struct task_subscription *subscription);
#define task_auto_unsubscribe __attribute__((cleanup(task_unsubscribe)))

/// What awaiting these gives: an int. Its members are for the library.
struct task_broadcast_op {
  struct task_waiting waiting;
  void *of, *item;
  size_t size;
};

// int await task_send(b, const T *item): when no subscriber is `capacity` items
// behind; at once, and without effect, if there is none. 0, -EPIPE, -EINVAL.
// int await task_receive(s, T *item): the next item. 0, -EPIPE, -EINVAL. By one
// task at a time.
#define task_send(b, item) task_send_sized(b, item, sizeof *(item))
#define task_receive(s, item) task_receive_sized(s, item, sizeof *(item))

task_must_await struct task_broadcast_op
task_send_sized(struct task_broadcast *broadcast, const void *item,
                size_t size);
task_must_await struct task_broadcast_op
task_receive_sized(struct task_subscription *subscription, void *item,
                   size_t size);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_BROADCAST_H
