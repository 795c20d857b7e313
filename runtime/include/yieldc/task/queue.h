// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A bounded queue between the tasks of one loop: back-pressure for those who
// put, waiting for those who get, both in the order in which they came.

#ifndef YIELDC_TASK_QUEUE_H
#define YIELDC_TASK_QUEUE_H
#pragma GCC system_header

#include <yieldc/task/sync.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Its members are for the library.
struct task_queue {
  struct task_links getters, putters;
  void *thread; ///< whom it belongs to; null before it is used
  char *items;  ///< a ring
  size_t size, capacity, first, count;
  bool is_closed;
};

/// Makes a queue for `capacity` items of `size` bytes, with one allocation:
/// -ENOMEM. With capacity 0 a put waits until its item is taken.
int task_queue_open(struct task_queue *queue, size_t size, size_t capacity);

/// Ends it: those who wait to put, or put later, get -EPIPE; what is in it can
/// still be taken, and then those who get do.
int task_queue_close(struct task_queue *queue);

/// Frees it. It must be closed and nobody be waiting: -EBUSY. Null is fine.
int task_queue_free(struct task_queue *queue);

size_t task_queue_count(const struct task_queue *queue);

/// What awaiting a get or a put gives: an int. Its members are for the library.
struct task_queue_op {
  struct task_waiting waiting;
  struct task_queue *queue;
  void *item;
  size_t size;
};

// int await task_put(q, const T *item): copies *item into the queue when there
// is room: 0, -EPIPE, -EINVAL if the queue's items have another size. One that
// is cancelled has put nothing. int await task_get(q, T *item): takes the first
// item: 0, -EPIPE, -EINVAL. One that is cancelled has taken nothing. If the
// cancellation comes when the item is there already, the task gets it, and is
// cancelled where it awaits next.
#define task_put(q, item) task_put_sized(q, item, sizeof *(item))
#define task_get(q, item) task_get_sized(q, item, sizeof *(item))

// int task_try_put(q, item), task_try_get(q, item): without waiting, -EAGAIN.
#define task_try_put(q, item) task_try_put_sized(q, item, sizeof *(item))
#define task_try_get(q, item) task_try_get_sized(q, item, sizeof *(item))

extern const struct task_op_kind task_put_kind, task_get_kind;

// (Of an operation only what the await reads is set.)
static inline struct task_queue_op
task_queue_op(const struct task_op_kind *kind, struct task_queue *queue,
              void *item, size_t size) {
  struct task_queue_op op;
  op.waiting.op.kind = kind;
  op.waiting.op.status = 0;
  op.queue = queue;
  op.item = item;
  op.size = size;
  return op;
}
task_must_await static inline struct task_queue_op
task_put_sized(struct task_queue *queue, const void *item, size_t size) {
  return task_queue_op(&task_put_kind, queue, (void *)item, size);
}
task_must_await static inline struct task_queue_op
task_get_sized(struct task_queue *queue, void *item, size_t size) {
  return task_queue_op(&task_get_kind, queue, item, size);
}

int task_try_put_sized(struct task_queue *queue, const void *item, size_t size);
int task_try_get_sized(struct task_queue *queue, void *item, size_t size);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_QUEUE_H
