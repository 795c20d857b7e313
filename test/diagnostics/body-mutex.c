// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mutex locked across a `yield`: a warning at the `yield`.
// RUN: %cc1_verify %s
// RUN: %yieldcc -fsyntax-only %s 2>&1 | FileCheck %s

#include <pthread.h>
#include <threads.h>
#include <yieldc.h>

static pthread_mutex_t mutex;
static mtx_t other;

generator(int) f(int n) {
  pthread_mutex_lock(&mutex);
  yield 1;
// expected-warning@-1 {{a mutex is locked across this 'yield': the consumer may keep it locked for ever, or resume on another thread, which can't unlock it; unlock it before}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  pthread_mutex_unlock(&mutex);
  yield 2;
  if (n) {
    mtx_lock(&other);
    n++;
    mtx_unlock(&other);
  }
  yield n;
  mtx_lock(&other);
  yield from f(3);
// expected-warning@-1 {{a mutex is locked across this 'yield'}}
// CHECK-DAG: :[[#@LINE-2]]:3: warning:
  mtx_unlock(&other);
  for (;;) {
    pthread_mutex_lock(&mutex);
    ++n;
    pthread_mutex_unlock(&mutex);
    yield n;
  }
}
// No generator function.
int ordinary(void) {
  int yield = 3;
  pthread_mutex_lock(&mutex);
  return yield;
}
