// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For the tests of pools and futures: jobs that tell when they begin, and go on when they are told. Nothing sleeps.

#ifndef GATE_H
#define GATE_H

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <yieldc/task/future.h>

#include "../../expect.h"

struct gate {
  sem_t begun, open;
  int result;
};

static void gate_init(struct gate *gate, int result) {
  EXPECT(!sem_init(&gate->begun, 0, 0) && !sem_init(&gate->open, 0, 0));
  gate->result = result;
}
static void pass(sem_t *semaphore) {
  while (sem_wait(semaphore))
    EXPECT(errno == EINTR);
}
/// A job.
static int through(void *argument) {
  struct gate *gate = argument;
  sem_post(&gate->begun);
  pass(&gate->open);
  return gate->result;
}
static int nothing(void *result) { return result ? *(int *)result : 0; }
static int count(void *counter) {
  atomic_fetch_add((atomic_int *)counter, 1);
  return 0;
}

static struct task_pool *pool_of(unsigned threads) {
  struct task_pool *pool;
  EXPECT(task_pool_start(&pool, threads) == 0 && pool);
  return pool;
}
static struct task_future *submit(struct task_pool *pool, int (*function)(void *), void *argument) {
  struct task_future *future;
  EXPECT(task_submit(&future, pool, function, argument) == 0 && future);
  return future;
}
/// A job that is running.
static struct task_future *submit_gate(struct task_pool *pool, struct gate *gate, int result) {
  gate_init(gate, result);
  struct task_future *future = submit(pool, through, gate);
  pass(&gate->begun);
  return future;
}

#endif // GATE_H
