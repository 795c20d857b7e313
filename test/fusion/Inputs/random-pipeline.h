// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the programs of random-pipeline.py are made of: element types, a trace
// of what happens, a budget of steps that ends all loops, and threads.

#ifndef RANDOM_PIPELINE_H
#define RANDOM_PIPELINE_H

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <yieldc.h>

struct pair {
  int a;
  double b;
};
struct wide {
  _Alignas(32) int a[3];
};
typedef generator(int) ints;
typedef generator(long) longs;
typedef generator(struct pair) pairs;
typedef generator(struct wide) wides;
typedef generator(int, int, int) talks;

static inline int as_int(int n) { return n; }
static inline long as_long(int n) { return (long)n << 20; }
static inline struct pair as_pair(int n) { return (struct pair){n, n * 0.5}; }
static inline struct wide as_wide(int n) {
  return (struct wide){{n, n ^ 1, n ^ 2}};
}
static inline int of_int(int n) { return n; }
static inline int of_long(long n) { return (int)(n >> 20); }
static inline int of_pair(struct pair p) { return p.a + (int)(p.b * 2); }
static inline int of_wide(struct wide w) { return w.a[0] ^ w.a[1] ^ w.a[2]; }
#define INT_OF(x)                                                              \
  _Generic((x),                                                                \
      int: of_int,                                                             \
      long: of_long,                                                           \
      struct pair: of_pair,                                                    \
      struct wide: of_wide)(x)

/// All numbers of a program stay below 2^16.
static inline int mix(int a, int b) {
  return (int)(((unsigned)a * 31 + (unsigned)b) & 0xffff);
}

static _Thread_local FILE *out;
static _Thread_local int self_id, steps, notes;

static __attribute__((noinline)) void note(const char *what, int n) {
  if (++notes < 400)
    fprintf(out, "%s%d ", what, n);
}
/// Bounds the loops of one run.
static inline int more(void) { return ++steps < 300; }

static inline void leave(const int *scope) { note("~", *scope); }
#define SCOPE(n) __attribute__((cleanup(leave), unused)) int scope##n = n

/// Several handles that are closed at the end of a scope.
static inline void close_three(ints (*handles)[3]) {
  for (int i = 0; i < 3; ++i)
    gen_close((*handles)[i]);
}

void gen_unhandled(int code, const char *file, int line) {
  note("unhandled", code);
  (void)file, (void)line;
}

struct job {
  int (*run)(int);
  ints (*start)(int);
  ints handle;
  int id, result;
  char *text;
  size_t length;
};

static void begin_run(const char *name) {
  fprintf(out, "\n%s: ", name);
  steps = notes = 0;
}

/// On a thread of its own: runs a consumer, or takes a few values of a
/// generator, which it may have from another thread, or leave to another.
static void *work(void *argument) {
  struct job *job = argument;
  out = open_memstream(&job->text, &job->length);
  self_id = job->id;
  begin_run("thread");
  if (job->run)
    job->result = job->run(job->id);
  if (job->start)
    job->handle = job->start(job->id);
  for (int i = 0, x; i < 3 && job->handle && gen_next(job->handle, &x); ++i)
    note("x", x);
  fclose(out);
  return NULL;
}

static inline void two_threads(int (*one)(int), int (*other)(int)) {
  struct job jobs[2] = {{.run = one, .id = 1}, {.run = other, .id = 2}};
  pthread_t threads[2];
  for (int i = 0; i < 2; ++i)
    pthread_create(&threads[i], NULL, work, &jobs[i]);
  for (int i = 0; i < 2; ++i) {
    pthread_join(threads[i], NULL);
    fprintf(out, "%s= %d", jobs[i].text, jobs[i].result);
    free(jobs[i].text);
  }
}

/// A generator that is made on one thread, goes on on a second one, and is
/// closed on a third.
static inline void hand_over(ints (*start)(int)) {
  ints handle = NULL;
  for (int i = 0; i < 2; ++i) {
    struct job job = {.start = i ? NULL : start, .handle = handle, .id = 7 + i};
    pthread_t thread;
    pthread_create(&thread, NULL, work, &job);
    pthread_join(thread, NULL);
    fputs(job.text, out);
    free(job.text);
    handle = job.handle;
  }
  begin_run("closed here");
  gen_close(handle);
}

#endif
