// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A read that goes on when some bytes have come gets the deadline that was set
// meanwhile, though no task runs then, and nothing else has a time.
// REQUIRES: libuv
// RUN: %yieldcc -O1 %s %task -o %t && timeout 20 %t

#include "../expect.h"
#include <pthread.h>
#include <unistd.h>
#include <yieldc/io.h>

static int ends[2];

static void *dribbles(void *unused) {
  (void)unused;
  usleep(100000);
  EXPECT(write(ends[1], "hello", 5) == 5);
  return NULL;
}

static task(int) reads(struct io_stream *s) {
  struct io_reader reader io_auto_free_reader = {.stream = s};
  char data[100];
  EXPECT(await io_get_all(&reader, data, sizeof data) == -ETIMEDOUT);
  return 0;
}

static task(int) sets_deadline(struct io_stream *s) {
  struct task_event never = {0};
  io_read_deadline(s, task_now() + 300);
  return await task_event_wait(&never);
}

static task(int) run(void) {
  io_auto_close struct io_stream *s = NULL;
  pthread_t thread;
  EXPECT(pipe(ends) == 0 && io_open(&s, ends[0]) == 0);
  EXPECT(pthread_create(&thread, NULL, dribbles, NULL) == 0);
  task_group(g);
  struct task_job *reading = task_start(g, reads(s));
  await task_sleep(1);
  struct task_job *waiting = task_start(g, sets_deadline(s));
  EXPECT(await task_join(reading) == 0);
  task_cancel(waiting);
  EXPECT(await task_join(waiting) == -ECANCELED);
  pthread_join(thread, NULL);
  close(ends[1]);
  return 0;
}

int main(void) { return task_run(run()); }
