// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A d-ary heap (Johnson 1975), of four children: an entry takes 16 bytes, and a
// node's children lie in one cache line.
//
// The low bits of a time count, so that of equal times the one set first is
// first. That leaves 44 bits of milliseconds, which is 557 years.

#include "loop.h"
#include <errno.h>
#include <stdlib.h>

enum { SEQUENCE_BITS = 20, CHILDREN = 4 };
#define LATEST (UINT64_MAX >> SEQUENCE_BITS)

static void put(struct task_timers *timers, size_t slot, struct task_due due) {
  timers->heap[slot] = due;
  due.timer->at.slot = slot;
}

static void rise(struct task_timers *timers, size_t slot, struct task_due due) {
  while (slot) {
    size_t parent = (slot - 1) / CHILDREN;
    if (timers->heap[parent].when <= due.when)
      break;
    put(timers, slot, timers->heap[parent]);
    slot = parent;
  }
  put(timers, slot, due);
}

static void sink(struct task_timers *timers, size_t slot, struct task_due due) {
  for (;;) {
    size_t child = slot * CHILDREN + 1, last = child + CHILDREN, least;
    if (child >= timers->count)
      break;
    if (last > timers->count)
      last = timers->count;
    for (least = child; ++child < last;)
      if (timers->heap[child].when < timers->heap[least].when)
        least = child;
    if (due.when <= timers->heap[least].when)
      break;
    put(timers, slot, timers->heap[least]);
    slot = least;
  }
  put(timers, slot, due);
}

static bool grow(struct task_timers *timers) {
  size_t room = timers->room ? 2 * timers->room : 32;
  struct task_due *heap = realloc(timers->heap, room * sizeof *heap);
  if (!heap)
    return false;
  timers->heap = heap;
  timers->room = room;
  return true;
}

int task_timer_set(struct task_timer *timer, uint64_t milliseconds) {
  struct task_loop *loop = task_loop;
  if (!loop)
    return -EPERM;
  struct task_timers *timers = &loop->timers;
  if (timers->count == timers->room && !grow(timers))
    return -ENOMEM;
  uint64_t when = task_loop_time(loop);
  when = milliseconds < LATEST - when ? when + milliseconds : LATEST;
  struct task_due due = {when << SEQUENCE_BITS |
                             (timers->sequence++ & ((1 << SEQUENCE_BITS) - 1)),
                         timer};
  rise(timers, timers->count++, due);
  return 0;
}

void task_timer_clear(struct task_timer *timer) {
  struct task_timers *timers = &task_loop->timers;
  size_t slot = timer->at.slot;
  struct task_due last = timers->heap[--timers->count];
  if (last.timer == timer)
    return;
  if (slot && last.when < timers->heap[(slot - 1) / CHILDREN].when)
    rise(timers, slot, last);
  else
    sink(timers, slot, last);
}

uint64_t task_timers_next(const struct task_loop *loop) {
  return loop->timers.count ? loop->timers.heap->when >> SEQUENCE_BITS
                            : UINT64_MAX;
}

void task_timers_run(struct task_loop *loop) {
  while (task_timers_next(loop) <= loop->now) {
    struct task_timer *timer = loop->timers.heap->timer;
    task_timer_clear(timer);
    timer->due(timer);
  }
}

// ---- Sleeping ---------------------------------------------------------------

static struct task_sleep *of_timer(struct task_timer *timer) {
  return (struct task_sleep *)((char *)timer -
                               offsetof(struct task_sleep, timer));
}

static void awake(struct task_timer *timer) { task_done(&of_timer(timer)->op); }

static bool start(struct task_op *op) {
  struct task_sleep *sleep = (struct task_sleep *)op;
  if (!sleep->timer.at.milliseconds) {
    task_done(op); // behind those that are ready
    return false;
  }
  sleep->timer.due = awake;
  sleep->result = task_timer_set(&sleep->timer, sleep->timer.at.milliseconds);
  return sleep->result != 0;
}

static void cancel(struct task_op *op) {
  task_timer_clear(&((struct task_sleep *)op)->timer);
  op->status = -ECANCELED;
  task_done(op);
}

const struct task_op_kind task_sleep_kind = {"sleep", start, cancel};
