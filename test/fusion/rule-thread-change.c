// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator with others fused into it, resumed by one thread after another: what
// each part reads of its thread behind a yield is of the thread that resumed.
// RUN: %levels %s -pthread
// RUN: %levels %s -pthread -fPIC -ftls-model=global-dynamic --levels 2

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <yieldc.h>

static _Thread_local int number;

typedef generator(int) ints;

/// Yields 1 for each look behind a yield that was right.
static ints watch(int n) {
  while (n-- > 0) {
    int *local = &number, *error = &errno;
    pthread_t self = pthread_self();
    EXPECT(*local == number && *error == errno);
    yield 1;
    yield &number != local && &errno != error &&
        !pthread_equal(pthread_self(), self) && number == *local + 1;
  }
}
static ints passed_on(ints source) {
  foreach (x, source) {
    int *local = &number;
    pthread_t self = pthread_self();
    yield x;
    EXPECT(&number != local && !pthread_equal(pthread_self(), self));
  }
}
static ints whole(void) {
  pthread_t self = pthread_self();
  yield 1;
  EXPECT(!pthread_equal(pthread_self(), self));
  int *before = &number, *error = &errno;
  yield 1;
  EXPECT(&number != before);
  yield 1;
  EXPECT(&errno == error); // two turns later
  foreach (x, passed_on(passed_on(watch(3)))) {
    int *local = &number;
    yield x;
    EXPECT(&number != local);
  }
}

static ints shared;
static pthread_barrier_t barrier;
enum { THREADS = 2, VALUES = 9 };

/// The threads take turns, and are alive all the time, so that what they have of
/// their own differs.
static void *take_turns(void *argument) {
  int self = *(int *)argument;
  number = self;
  errno = self;
  for (int i = 0; i < VALUES; ++i) {
    pthread_barrier_wait(&barrier);
    if (i % THREADS != self)
      continue;
    int x = -1;
    number = i;
    EXPECT(gen_next(shared, &x) && x == 1);
  }
  pthread_barrier_wait(&barrier);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  int selves[THREADS] = {0, 1};
  shared = whole();
  pthread_barrier_init(&barrier, NULL, THREADS);
  for (int i = 0; i < THREADS; ++i)
    pthread_create(&threads[i], NULL, take_turns, &selves[i]);
  for (int i = 0; i < THREADS; ++i)
    pthread_join(threads[i], NULL);
  gen_close(shared);
}
