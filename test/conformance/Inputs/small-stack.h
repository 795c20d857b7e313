// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs a function on a stack of 128 KB, the least that glibc gives a thread on each target.

#ifndef SMALL_STACK_H
#define SMALL_STACK_H

#include <stdio.h>
#include <stdlib.h>

#ifdef __wasi__ // has no threads, and 64 KB to begin with

static inline void run_on_a_small_stack(void *(*run)(void *)) { run(NULL); }

#else
#include <pthread.h>

static inline void run_on_a_small_stack(void *(*run)(void *)) {
  pthread_t thread;
  pthread_attr_t small;
  if (pthread_attr_init(&small) || pthread_attr_setstacksize(&small, 128 << 10) ||
      pthread_create(&thread, &small, run, NULL) || pthread_join(thread, NULL)) {
    printf("no thread\n");
    exit(2);
  }
}

#endif
#endif // SMALL_STACK_H
