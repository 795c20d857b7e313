// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocking functions on libuv's threads and futures of a pool are awaited; other
// threads call into a loop, which waits for them, and are refused when it is gone.
// REQUIRES: libuv
// RUN: %levels %s %task
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=thread %s %source/runtime/task/*.c -luv -pthread -o %t.tsan && %t.tsan %}

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include <yieldc/task.h>
#include <yieldc/task/work.h>

static sem_t gate; // what keeps a thread busy until the test wants it to go on
static pthread_t loop_thread;

static int squares(void *x) {
  EXPECT(!pthread_equal(pthread_self(), loop_thread));
  return *(int *)x * *(int *)x;
}
static int waits_at_gate(void *result) {
  sem_wait(&gate);
  return *(int *)result;
}

static task(int) squared(int n) { return await task_work(squares, &n); }
static task(int) works(void) {
  loop_thread = pthread_self();
  task(int) all[8];
  int results[8];
  for (int i = 0; i < 8; ++i)
    all[i] = squared(i);
  EXPECT(await task_gather(all, 8, results) == 0);
  for (int i = 0; i < 8; ++i)
    EXPECT(results[i] == i * i);
  EXPECT(await task_work(squares, &(int){-3}) == 9);
  EXPECT(await task_work(0, 0) == -EINVAL);
  return 0;
}

static task(int) at_gate(int result) {
  return await task_work(waits_at_gate, &result);
}
// One that runs is waited for; one that does not yet run never does.
static task(int) cancelled_work(void) {
  task_group(g);
  int results[8];
  struct task_job *jobs[8];
  for (int i = 0; i < 8; ++i) // of which libuv's four threads take four
    jobs[i] = task_start(g, at_gate(i), &results[i]);
  for (int i = 0; i < 20; ++i)
    await task_sleep(1);
  for (int i = 0; i < 8; ++i)
    task_cancel(jobs[i]);
  for (int i = 0; i < 8; ++i)
    sem_post(&gate);
  int ran = 0;
  for (int i = 0; i < 8; ++i) {
    int code = await task_join(jobs[i]);
    EXPECT(code == 0 || code == -ECANCELED);
    EXPECT(results[i] == (code ? code : i));
    ran += !code;
  }
  EXPECT(ran <= 4);
  while (sem_trywait(&gate) == 0)
    ;
  return 0;
}

// ---- Futures ----------------------------------------------------------------

static task(int) futures(struct task_pool *pool) {
  struct task_future *future;
  EXPECT(task_submit(&future, pool, waits_at_gate, &(int){7}) == 0);
  EXPECT(task_future_result(future) == -EINPROGRESS);
  sem_post(&gate);
  EXPECT(await task_future(future) == 7);
  EXPECT(await task_future(future) == 7); // it is done
  task_future_release(future);
  EXPECT(await task_future(0) == -EINVAL);
  return 0;
}
static task(int) awaits(struct task_future *future) {
  return await task_future(future);
}
static task(int) given_up(struct task_pool *pool) {
  struct task_future *future;
  EXPECT(task_submit(&future, pool, waits_at_gate, &(int){8}) == 0);
  EXPECT(await task_timeout(1, awaits(future)) == -ETIMEDOUT);
  sem_post(&gate);
  EXPECT(await awaits(future) == 8); // it was not cancelled
  task_future_release(future);
  // As it becomes done, both ways.
  for (int i = 0; i < 50; ++i) {
    EXPECT(task_submit(&future, pool, waits_at_gate, &i) == 0);
    task_group(g);
    struct task_job *job = task_start(g, awaits(future));
    await task_sleep(0);
    sem_post(&gate);
    task_cancel(job);
    int code = await task_join(job);
    EXPECT(code == 0 || code == -ECANCELED);
    EXPECT(await task_future(future) == i);
    task_future_release(future);
  }
  return 0;
}

// ---- Calls ------------------------------------------------------------------

struct caller {
  struct task_remote *remote;
  struct task_event *event;
  struct task_queue *queue;
};
static void sets(void *event) {
  EXPECT(!task_current() && task_background());
  EXPECT(task_event_set(event) == 0);
}
static void *calls_later(void *argument) {
  struct caller *caller = argument;
  sem_wait(&gate);
  EXPECT(task_remote_call(caller->remote, sets, caller->event) == 0);
  task_remote_release(caller->remote);
  return 0;
}
static void puts_one(void *queue) {
  static int next;
  EXPECT(task_try_put((struct task_queue *)queue, &(int){next++}) == 0);
}
static void *calls_often(void *argument) {
  struct caller *caller = argument;
  for (int i = 0; i < 1000; ++i)
    EXPECT(task_remote_call(caller->remote, puts_one, caller->queue) == 0);
  task_remote_release(caller->remote);
  return 0;
}
static task(int) called(void) {
  struct task_event event = {0};
  struct caller caller = {.remote = task_remote(), .event = &event};
  pthread_t thread;
  EXPECT(!pthread_create(&thread, 0, calls_later, &caller));
  sem_post(&gate);
  EXPECT(await task_event_wait(&event) == 0);
  pthread_join(thread, 0);
  // In the order in which they came, none lost.
  struct task_queue queue;
  EXPECT(!task_queue_open(&queue, sizeof(int), 1000));
  caller = (struct caller){.remote = task_remote(), .queue = &queue};
  EXPECT(!pthread_create(&thread, 0, calls_often, &caller));
  for (int i = 0, item; i < 1000; ++i)
    EXPECT(await task_get(&queue, &item) == 0 && item == i);
  pthread_join(thread, 0);
  task_queue_close(&queue);
  return task_queue_free(&queue);
}

// Nobody calls any more: then nothing can happen.
static void *releases(void *remote) {
  sem_wait(&gate);
  task_remote_release(remote);
  return 0;
}
static task(int) released(pthread_t *thread) {
  struct task_event event = {0};
  EXPECT(!pthread_create(thread, 0, releases, task_remote()));
  sem_post(&gate);
  return await task_event_wait(&event);
}

static task(int) keeps(struct task_remote **remote) {
  *remote = task_remote();
  return *remote ? 0 : 1;
}
static void never(void *unused) {
  (void)unused;
  EXPECT(!"called");
}

static task(int) lists(FILE *to) {
  return task_list(to);
}
static task(void) sleeps(int ms) { await task_sleep(ms); }
static task(int) listed(void) {
  static char text[4096];
  FILE *to = fmemopen(text, sizeof text, "w");
  task_group(g);
  struct task_job *job = task_start(g, sleeps(1000));
  task_spawn(g, sleeps(2000));
  await task_sleep(1500);
  task_spawn(g, sleeps(1));
  EXPECT(await task_join(job) == 0);
  EXPECT(await lists(to) == 3);
  fclose(to);
  EXPECT(strstr(text, "sleeps(2000), started at "));
  EXPECT(strstr(text, ": waits for sleep in sleeps at "));
  EXPECT(strstr(text, " since 1.500 s\n"));
  EXPECT(strstr(text, "sleeps(1), started at "));
  EXPECT(strstr(text, ": about to begin\n"));
  EXPECT(strstr(text, "listed(), started at "));
  EXPECT(strstr(text, ": runs\n"));
  EXPECT(task_list(0) == -EINVAL);
  return 0;
}

/// Calls come while there is always a task that is ready.
static void set(void *flag) { *(bool *)flag = true; }

static void *calls(void *remote) {
  static bool was_called;
  usleep(20000);
  EXPECT(task_remote_call(remote, set, &was_called) == 0);
  return &was_called;
}

static task(int) never_idle(void) {
  struct task_remote *remote = task_remote();
  bool flag = false;
  pthread_t thread;
  void *called = &flag;
  EXPECT(!pthread_create(&thread, 0, calls, remote));
  for (uint64_t begun = task_now(); task_now() - begun < 100;)
    await task_sleep(0);
  EXPECT(!pthread_join(thread, &called) && *(bool *)called);
  task_remote_release(remote);
  return 0;
}

int main(void) {
  sem_init(&gate, 0, 0);
  EXPECT(task_run(works()) == 0);
  EXPECT(task_run_virtual(works()) == 0);
  EXPECT(task_run(cancelled_work()) == 0);
  struct task_pool *pool;
  EXPECT(task_pool_start(&pool, 2) == 0);
  EXPECT(task_run(futures(pool)) == 0);
  EXPECT(task_run(given_up(pool)) == 0);
  EXPECT(task_pool_shutdown(pool, TASK_DRAIN) == 0);
  EXPECT(task_run(called()) == 0);
  EXPECT(task_run(never_idle()) == 0);
  pthread_t thread;
  EXPECT(task_run(released(&thread)) == -EDEADLK);
  pthread_join(thread, 0);
  struct task_remote *remote;
  EXPECT(task_run(keeps(&remote)) == 0);
  EXPECT(task_remote_call(remote, never, 0) == -ESHUTDOWN);
  EXPECT(task_remote_call(0, never, 0) == -EINVAL);
  EXPECT(task_remote_call(remote, 0, 0) == -EINVAL);
  task_remote_release(task_remote_retain(remote));
  task_remote_release(remote);
  task_remote_release(0);
  EXPECT(!task_remote() && task_list(stdout) == -EINVAL);
  EXPECT(task_run_virtual(listed()) == 0);
}
