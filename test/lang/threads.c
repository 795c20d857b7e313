// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Different threads can resume a generator, one at a time; what the body reads of
// thread-local storage after a `yield` is the resuming thread's.
// REQUIRES: threads
// RUN: %levels %s -pthread

#include "../expect.h"
#include <pthread.h>
#include <stdint.h>
#include <yieldc.h>

static _Thread_local int mine;

static int *read_mine(void) { return &mine; }

static generator(uintptr_t) body(void) {
  int *at_first = &mine;
  for (;;) {
    yield (uintptr_t) &mine;
    yield mine;
    yield (uintptr_t) read_mine();
    yield (uintptr_t) pthread_self();
    yield (uintptr_t) &errno;
    yield errno;
    yield (uintptr_t) at_first; // once read, it is an ordinary value
    ++mine;
  }
}

static generator(uintptr_t) outer(void) { yield from body(); }

struct work {
  generator(uintptr_t) g;
  int number;
  uintptr_t first;
};

static void *resume(void *argument) {
  struct work *w = (struct work *)argument;
  uintptr_t v;
  mine = w->number;
  EXPECT(gen_next(w->g, &v) && v == (uintptr_t)&mine);
  EXPECT(gen_next(w->g, &v) && (int)v == mine);
  EXPECT(gen_next(w->g, &v) && v == (uintptr_t)&mine);
  EXPECT(gen_next(w->g, &v) && v == (uintptr_t)pthread_self());
  EXPECT(gen_next(w->g, &v) && v == (uintptr_t)&errno);
  errno = 1000 + w->number;
  EXPECT(gen_next(w->g, &v) && (int)v == 1000 + w->number);
  EXPECT(gen_next(w->g, &v));
  EXPECT(!w->first || v == w->first);
  // The first resume, but for the very first, has come from behind a `yield`.
  EXPECT(mine == w->number + !!w->first);
  w->first = v;
  return 0;
}

static void in_turn(generator(uintptr_t) g) {
  struct work w = {g, 1, 0};
  for (int i = 0; i < 10; ++i, ++w.number) {
    if (i % 3 == 2) {
      resume(&w);
      continue;
    }
    pthread_t thread;
    EXPECT(!pthread_create(&thread, 0, resume, &w));
    pthread_join(thread, 0);
  }
  gen_close(g);
}

int main(void) {
  in_turn(body());
  in_turn(outer());
}
