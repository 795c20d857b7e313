// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Timers by when they are due: a pairing heap (Fredman, Sedgewick, Sleator and
// Tarjan 1986). Its links are in the timers, so that setting one can't fail.
//
// The low bits of a time count, so that of equal times the one set first is
// first (until four million others were set), and timeouts come behind all
// sleeps. That leaves 40 bits of milliseconds, which is 34 years.

#include "loop.h"

enum { COUNT_BITS = 22, LOW_BITS = COUNT_BITS + 2 };
#define LATEST (UINT64_MAX >> LOW_BITS)

/// Makes one heap of two.
static struct task_timer *join(struct task_timer *a, struct task_timer *b) {
  if (b->when < a->when) {
    struct task_timer *first = b;
    b = a;
    a = first;
  }
  b->previous = a;
  b->next = a->child;
  if (a->child)
    a->child->previous = b;
  a->child = b;
  return a;
}

/// Makes one heap of siblings: of each pair, and then of all of these from the
/// last one on.
static struct task_timer *join_all(struct task_timer *first) {
  struct task_timer *pairs = NULL, *all = NULL;
  while (first) {
    struct task_timer *one = first, *other = first->next;
    first = other ? other->next : NULL;
    if (other)
      one = join(one, other);
    one->next = pairs;
    pairs = one;
  }
  while (pairs) {
    struct task_timer *next = pairs->next;
    all = all ? join(all, pairs) : pairs;
    pairs = next;
  }
  if (all)
    all->next = all->previous = NULL;
  return all;
}

void task_timer_set_until(struct task_timer *timer, uint64_t when,
                          enum task_timer_kind kind) {
  struct task_loop *loop = task_loop;
  uint64_t count = loop->timers_set++ & ((1u << COUNT_BITS) - 1);
  timer->when = (when < LATEST ? when : LATEST) << LOW_BITS |
                (uint64_t)kind << COUNT_BITS | count;
  timer->child = timer->next = timer->previous = NULL;
  loop->timers = loop->timers ? join(loop->timers, timer) : timer;
}

void task_timer_set(struct task_timer *timer, uint64_t milliseconds,
                    enum task_timer_kind kind) {
  uint64_t now = task_loop_time(task_loop);
  task_timer_set_until(
      timer, milliseconds < LATEST - now ? now + milliseconds : LATEST, kind);
}

void task_timer_clear(struct task_timer *timer) {
  struct task_loop *loop = task_loop;
  struct task_timer *below = join_all(timer->child);
  if (timer == loop->timers) {
    loop->timers = below;
    return;
  }
  if (timer->previous->child == timer)
    timer->previous->child = timer->next;
  else
    timer->previous->next = timer->next;
  if (timer->next)
    timer->next->previous = timer->previous;
  if (below)
    loop->timers = join(loop->timers, below);
}

uint64_t task_timers_next(const struct task_loop *loop) {
  return loop->timers ? loop->timers->when >> LOW_BITS : UINT64_MAX;
}

void task_timers_run(struct task_loop *loop) {
  while (task_timers_next(loop) <= loop->now) {
    struct task_timer *timer = loop->timers;
    task_timer_clear(timer);
    switch (timer->when >> COUNT_BITS & 3) {
    case TASK_TIMER_SLEEP:
      task_op_done(&TASK_CONTAINER(struct task_sleep, timer, timer)->op);
      break;
    case TASK_TIMER_READ:
      loop->read_due(timer);
      break;
    case TASK_TIMER_WRITE:
      loop->write_due(timer);
      break;
    case TASK_TIMER_TIMEOUT:
      task_within_expired(timer);
    }
  }
}

// ---- Sleeping ---------------------------------------------------------------

static bool start(struct task_op *op) {
  struct task_timer *timer = &((struct task_sleep *)op)->timer;
  if (timer->when)
    task_timer_set(timer, timer->when, TASK_TIMER_SLEEP);
  else
    task_op_done(op); // behind those that are ready
  return false;
}

static void cancel(struct task_op *op) {
  task_timer_clear(&((struct task_sleep *)op)->timer);
  task_op_given_up(op);
}

const struct task_op_kind task_sleep_kind = {
    .name = "sleep", .start = start, .cancel = cancel};
