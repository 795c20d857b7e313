// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals, and changes of files, are told to tasks that wait for them; what
// comes while nobody waits is kept.
// REQUIRES: libuv
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %task -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %t.dir %}

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>
#include <yieldc/io.h>

static const char *folder;

static const char *in(const char *name) {
  static char path[PATH_MAX];
  EXPECT(snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX);
  return path;
}

/// Lets libuv tell what there is.
static task(int) settles(void) {
  await task_sleep(1);
  await task_sleep(1);
  return 0;
}

// ---- Signals ----------------------------------------------------------------

static bool is_default(int signal) {
  struct sigaction action;
  EXPECT(sigaction(signal, NULL, &action) == 0);
  return action.sa_handler == SIG_DFL;
}

static task(int) waits(struct signal_watch *watch) {
  int signal = await signal_wait(watch);
  note(signal == SIGUSR1 ? "USR1" : signal == SIGUSR2 ? "USR2" : "failed");
  return signal < 0 ? signal : 0;
}
static task(int) waits_and_goes_on(struct signal_watch *watch) {
  EXPECT(await waits(watch) == 0);
  await task_sleep(1000000);
  note("never");
  return 0;
}
static task(int) waits_and_cancels(struct signal_watch *watch,
                                   struct task_job **job) {
  EXPECT(await waits(watch) == 0);
  return task_cancel(*job);
}

static task(int) is_told(void) {
  signal_auto_close struct signal_watch *watch = NULL;
  EXPECT(signal_open(&watch, SIGUSR1, SIGUSR2) == 0);
  EXPECT(!is_default(SIGUSR1) && !is_default(SIGUSR2));
  task_group(g);
  // Who waits first gets the first, and so on.
  task_spawn(g, waits(watch));
  struct task_job *job = task_start(g, waits(watch));
  task_spawn(g, waits(watch));
  await task_sleep(1);
  EXPECT(task_cancel(job) == 0 && await task_join(job) == -ECANCELED);
  EXPECT_NOTES("");
  raise(SIGUSR1);
  raise(SIGUSR2);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("USR1 USR2");
  // Nobody waits: each is kept once, in the order in which they came first.
  raise(SIGUSR2);
  raise(SIGUSR1);
  raise(SIGUSR2);
  EXPECT(await settles() == 0);
  EXPECT(await waits(watch) == 0 && await waits(watch) == 0);
  EXPECT(await task_timeout(3, waits(watch)) == -ETIMEDOUT);
  raise(SIGUSR2);
  EXPECT(await settles() == 0);
  EXPECT(await waits(watch) == 0);
  EXPECT_NOTES("USR2 USR1 USR2");
  // Told just before the task is cancelled: it has it, and ends afterwards.
  task_spawn(g, waits_and_cancels(watch, &job));
  job = task_start(g, waits_and_goes_on(watch));
  await task_sleep(1);
  raise(SIGUSR1);
  raise(SIGUSR2);
  EXPECT(await task_join(job) == -ECANCELED);
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("USR1 USR2");
  return 0;
}

static task(int) several_watches(void) {
  struct signal_watch *one, *other;
  EXPECT(signal_open(&one, SIGUSR1) == 0 && signal_open(&other, SIGUSR1) == 0);
  raise(SIGUSR1);
  EXPECT(await waits(one) == 0 && await waits(other) == 0);
  EXPECT_NOTES("USR1 USR1");
  signal_close(one);
  EXPECT(!is_default(SIGUSR1));
  raise(SIGUSR1);
  EXPECT(await waits(other) == 0);
  EXPECT_NOTES("USR1");
  // Closed while a task waits.
  int code = 0;
  task_group(g);
  task_spawn(g, waits(other), &code);
  await task_sleep(1);
  signal_close(other);
  EXPECT(await task_group_wait(g) == -ECONNABORTED && code == -ECONNABORTED);
  EXPECT_NOTES("failed");
  EXPECT(is_default(SIGUSR1));
  return 0;
}

static task(int) of_another_loop(struct signal_watch *watch) {
  EXPECT(await signal_wait(watch) == -EPERM);
  signal_close(watch);
  return 0;
}
static void *runs_loop(void *watch) {
  EXPECT(task_run(of_another_loop(watch)) == 0);
  return NULL;
}

static task(int) refused_signals(void) {
  signal_auto_close struct signal_watch *watch = NULL;
  EXPECT(signal_open(&watch, SIGUSR1, SIGKILL) == -EINVAL && !watch);
  EXPECT(is_default(SIGUSR1));
  EXPECT(signal_open(&watch, 1000) == -EINVAL);
  EXPECT(signal_open((struct signal_watch **)NULL, SIGUSR1) == -EINVAL);
  EXPECT(await signal_wait(NULL) == -EINVAL);
  signal_close(NULL);
  EXPECT(signal_open(&watch, SIGUSR1) == 0);
  pthread_t thread;
  pthread_create(&thread, NULL, runs_loop, watch);
  pthread_join(thread, NULL);
  raise(SIGUSR1);
  EXPECT(await signal_wait(watch) == SIGUSR1);
  raise(SIGUSR1); // is kept, and given up with the watch
  return await settles();
}

// ---- Watching ---------------------------------------------------------------

static void make(const char *name) {
  int fd = open(in(name), O_CREAT | O_WRONLY, 0600);
  EXPECT(fd >= 0 && close(fd) == 0);
}
static void append(const char *name) {
  int fd = open(in(name), O_WRONLY | O_APPEND);
  EXPECT(fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0);
}

static task(int) next(struct file_watch *watch) {
  struct watch_event event;
  char text[300];
  int code = await watch_next(watch, &event);
  if (code)
    return code;
  EXPECT(event.renamed + event.changed + event.lost == 1);
  snprintf(text, sizeof text, "%s%c", event.name,
           event.renamed ? '!' : event.changed ? '+' : '?');
  note(text);
  return 0;
}
static task(int) next_ones(struct file_watch *watch, int count) {
  for (; count; --count)
    EXPECT(await next(watch) == 0);
  return 0;
}

static task(int) changes(void) {
  watch_auto_close struct file_watch *watch = NULL;
  EXPECT(watch_open(&watch, folder) == 0);
  // Told to who waits, one after the other.
  task_group(g);
  task_spawn(g, next(watch));
  struct task_job *job = task_start(g, next(watch));
  task_spawn(g, next(watch));
  await task_sleep(1);
  EXPECT(task_cancel(job) == 0 && await task_join(job) == -ECANCELED);
  make("a");
  append("a");
  EXPECT(await task_group_wait(g) == 0);
  EXPECT_NOTES("a! a+");
  // Kept: in the order in which it happened, and what is the same once.
  append("a");
  EXPECT(await settles() == 0);
  append("a");
  make("b");
  EXPECT(chmod(in("b"), 0400) == 0 && unlink(in("b")) == 0);
  append("a");
  EXPECT(await settles() == 0);
  EXPECT(await next_ones(watch, 5) == 0);
  EXPECT_NOTES("a+ b! b+ b! a+");
  EXPECT(await task_timeout(3, next(watch)) == -ETIMEDOUT);
  append("a"); // again, for the last one was taken
  EXPECT(await next(watch) == 0);
  EXPECT_NOTES("a+");
  // What is in a folder in it is not.
  EXPECT(mkdir(in("d"), 0700) == 0);
  make("d/c");
  EXPECT(unlink(in("d/c")) == 0 && rmdir(in("d")) == 0);
  EXPECT(await next_ones(watch, 2) == 0);
  EXPECT_NOTES("d! d!");
  EXPECT(await task_timeout(3, next(watch)) == -ETIMEDOUT);
  return 0;
}

static task(int) of_a_file(void) {
  struct file_watch *one, *other;
  int code = 0;
  EXPECT(watch_open(&one, in("a")) == 0 && watch_open(&other, in("a")) == 0);
  append("a");
  EXPECT(await next(one) == 0 && await next(other) == 0);
  EXPECT_NOTES("a+ a+");
  watch_close(one);
  EXPECT(unlink(in("a")) == 0);
  while (!strstr(expect_notes, "a!")) // the number of its links may come first
    EXPECT(await next(other) == 0);
  while (await task_timeout(3, next(other)) != -ETIMEDOUT)
    ;
  expect_notes[0] = 0;
  // Closed while a task waits.
  task_group(g);
  task_spawn(g, next(other), &code);
  await task_sleep(1);
  watch_close(other);
  EXPECT(await task_group_wait(g) == -ECONNABORTED && code == -ECONNABORTED);
  return 0;
}

static task(int) more_than_is_kept(void) {
  enum { KEPT = 4096 };
  watch_auto_close struct file_watch *watch = NULL;
  struct watch_event event;
  char one[PATH_MAX], other[PATH_MAX];
  make("a");
  make("b");
  snprintf(one, sizeof one, "%s", in("a"));
  snprintf(other, sizeof other, "%s", in("b"));
  EXPECT(watch_open(&watch, folder) == 0);
  // Told when those that were kept are taken; what comes until then is lost.
  for (int rest = 0; rest < 2; ++rest) {
    for (int i = 0; i < KEPT + rest; ++i)
      EXPECT(chmod(i % 2 ? other : one, 0600) == 0);
    EXPECT(await settles() == 0);
    for (int i = 0; i < KEPT; ++i) {
      EXPECT(await watch_next(watch, &event) == 0);
      EXPECT(event.changed && !event.renamed && !event.lost);
      EXPECT(!strcmp(event.name, i % 2 ? "b" : "a"));
    }
    EXPECT(chmod(one, 0600) == 0);
    EXPECT(await settles() == 0);
    EXPECT(await next(watch) == 0);
    EXPECT_NOTES(rest ? "?" : "a+");
    EXPECT(await task_timeout(3, next(watch)) == -ETIMEDOUT);
  }
  EXPECT(chmod(other, 0600) == 0);
  EXPECT(await next(watch) == 0);
  EXPECT_NOTES("b+");
  // Closed with some that were kept.
  EXPECT(unlink(one) == 0 && unlink(other) == 0);
  return await settles();
}

static task(int) watch_of_another_loop(struct file_watch *watch) {
  struct watch_event event;
  EXPECT(await watch_next(watch, &event) == -EPERM);
  watch_close(watch);
  return 0;
}
static void *watches_in_a_loop(void *watch) {
  EXPECT(task_run(watch_of_another_loop(watch)) == 0);
  return NULL;
}

static task(int) refused_watches(void) {
  watch_auto_close struct file_watch *watch = NULL;
  struct watch_event event;
  // (The loop's first one needs a descriptor.)
  struct rlimit limit, low;
  getrlimit(RLIMIT_NOFILE, &limit);
  low = limit;
  low.rlim_cur = (rlim_t)dup(0);
  close((int)low.rlim_cur);
  setrlimit(RLIMIT_NOFILE, &low);
  int code = watch_open(&watch, folder);
  setrlimit(RLIMIT_NOFILE, &limit);
  EXPECT(code == -EMFILE && !watch);
  EXPECT(watch_open(&watch, in("none")) == -ENOENT && !watch);
  EXPECT(watch_open(&watch, NULL) == -EINVAL);
  EXPECT(watch_open(NULL, folder) == -EINVAL);
  EXPECT(await watch_next(NULL, &event) == -EINVAL);
  watch_close(NULL);
  EXPECT(watch_open(&watch, folder) == 0);
  EXPECT(await watch_next(watch, NULL) == -EINVAL);
  pthread_t thread;
  pthread_create(&thread, NULL, watches_in_a_loop, watch);
  pthread_join(thread, NULL);
  make("a");
  EXPECT(await next(watch) == 0);
  EXPECT_NOTES("a!");
  return unlink(in("a"));
}

static task(int) all(void) {
  EXPECT(await is_told() == 0);
  EXPECT(is_default(SIGUSR1) && is_default(SIGUSR2));
  EXPECT(await several_watches() == 0);
  EXPECT(await refused_signals() == 0);
  EXPECT(await refused_watches() == 0);
  EXPECT(await changes() == 0);
  EXPECT(await of_a_file() == 0);
  EXPECT(await more_than_is_kept() == 0);
  return 0;
}

int main(int argc, char **argv) {
  struct signal_watch *signals;
  struct file_watch *files;
  EXPECT(argc == 2);
  folder = argv[1];
  EXPECT(task_run(all()) == 0);
  EXPECT(signal_open(&signals, SIGUSR1) == -EINVAL);
  EXPECT(watch_open(&files, folder) == -EINVAL);
}
