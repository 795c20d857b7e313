// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Child processes: what they read, write and are told, how they end, what is
// refused; and that none is left over, as a zombie or as a descriptor.
// REQUIRES: libuv
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %task -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %t.dir %}

#include "../expect.h"
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <yieldc/io.h>

static const char *folder;

#define SHELL(command) ((char *[]){"/bin/sh", "-c", command, NULL})

static int descriptors(void) {
  int count = 0;
  for (int fd = 0; fd < 200; ++fd)
    count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

/// Reads to the end; how much.
static task(ssize_t) reads(struct io_stream *stream, char *data, size_t size) {
  ssize_t count;
  size_t total = 0;
  while ((count = await io_read(stream, data + total, size - total)) > 0)
    total += (size_t)count;
  return count ? count : (ssize_t)total;
}

/// Runs it, with nothing to read, and gives its status, and what it wrote.
static task(int) runs(struct process_options options, char *text, size_t size) {
  io_auto_close struct io_stream *out = NULL;
  process_auto_end struct process *process = NULL;
  options.in.fd = PROCESS_NULL;
  options.out.pipe = &out;
  int code = process_start(&process, &options);
  if (code)
    return code;
  ssize_t count = await reads(out, text, size - 1);
  EXPECT(count >= 0);
  text[count] = 0;
  return await process_wait(process);
}

// ---- How they end -----------------------------------------------------------

static task(int) waits(struct process *process) {
  return await process_wait(process);
}

static task(int) statuses(void) {
  struct process *process;
  char text[100];
  EXPECT(await runs((struct process_options){.argv = SHELL("exit 7")}, text,
                    sizeof text) == 7);
  EXPECT(await runs((struct process_options){.argv = (char *[]){"true", NULL}},
                    text, sizeof text) == 0);
  EXPECT(await runs((struct process_options){.argv = SHELL("kill -9 $$")},
                    text, sizeof text) == 128 + SIGKILL);
  // Several wait, one of them is cancelled, and it can be asked afterwards.
  io_auto_close struct io_stream *in = NULL;
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = SHELL("read x; exit 5"),
                                     .in.pipe = &in}) == 0);
  EXPECT(process_signal(process) == -EAGAIN && process_pid(process) > 0);
  EXPECT(process_kill(process, 0) == 0);
  int first = -1, second = -1;
  task_group(g);
  task_spawn(g, waits(process), &first);
  struct task_job *job = task_start(g, waits(process));
  task_spawn(g, waits(process), &second);
  await task_sleep(1);
  EXPECT(task_cancel(job) == 0 && await task_join(job) == -ECANCELED);
  EXPECT(await io_write(in, "x\n", 2) == 2);
  EXPECT(await task_group_wait(g) == 0 && first == 5 && second == 5);
  EXPECT(await process_wait(process) == 5 && process_signal(process) == 0);
  EXPECT(process_kill(process, SIGKILL) == -ESRCH && process_pid(process) > 0);
  process_close(process);
  return 0;
}

static task(int) signals(void) {
  process_auto_end struct process *process = NULL;
  char text[100];
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = SHELL("exec sleep 1000")}) == 0);
  EXPECT(process_kill(process, SIGTERM) == 0);
  EXPECT(await process_wait(process) == 128 + SIGTERM);
  EXPECT(process_signal(process) == SIGTERM);
  // What is ignored or blocked here is neither there.
  sigset_t term, old;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &term, &old);
  EXPECT(await runs((struct process_options){.argv = SHELL("kill -PIPE $$")},
                    text, sizeof text) == 128 + SIGPIPE);
  EXPECT(await runs((struct process_options){.argv = SHELL("kill -TERM $$")},
                    text, sizeof text) == 128 + SIGTERM);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return 0;
}

static task(int) many(void) {
  enum { MANY = 40 };
  struct process *all[MANY];
  char command[20];
  for (int i = 0; i < MANY; ++i) {
    snprintf(command, sizeof command, "exit %d", i);
    EXPECT(process_start(&all[i], &(struct process_options){
                                      .argv = SHELL(command)}) == 0);
  }
  for (int i = MANY; i-- > 0;) {
    EXPECT(await process_wait(all[i]) == i);
    process_close(all[i]);
  }
  return 0;
}

// ---- What they read and write -----------------------------------------------

static task(int) feeds(struct io_stream *to, const char *data, size_t size) {
  EXPECT(await io_write(to, data, size) == (ssize_t)size);
  return (int)await io_shutdown(to); // the other end sees the end
}

static task(int) pipeline(void) {
  enum { SIZE = 1 << 20 };
  io_auto_close struct io_stream *in = NULL, *out = NULL;
  process_auto_end struct process *process = NULL;
  char *data = malloc(SIZE), *back = malloc(SIZE + 1);
  for (int i = 0; i < SIZE; ++i)
    data[i] = (char)('a' + i % 7);
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = (char *[]){"tr", "a-g", "A-G", 0},
                                     .in.pipe = &in,
                                     .out.pipe = &out}) == 0);
  task_group(g);
  task_spawn(g, feeds(in, data, SIZE));
  EXPECT(await reads(out, back, SIZE + 1) == SIZE);
  EXPECT(await task_group_wait(g) == 0);
  for (int i = 0; i < SIZE; ++i)
    EXPECT(back[i] == 'A' + i % 7);
  EXPECT(await process_wait(process) == 0);
  free(data);
  free(back);
  return 0;
}

static task(int) does_not_read(void) {
  static char data[1 << 20];
  char text[10];
  io_auto_close struct io_stream *in = NULL, *out = NULL;
  process_auto_end struct process *process = NULL;
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = SHELL("echo x; exit 3"),
                                     .in.pipe = &in,
                                     .out.pipe = &out}) == 0);
  ssize_t code = await io_write(in, data, sizeof data);
  EXPECT(code == -EPIPE || code == -ECONNRESET);
  EXPECT(await process_wait(process) == 3);
  EXPECT(await reads(out, text, sizeof text) == 2); // is still there
  // Each goes one way.
  EXPECT(await io_read(in, text, 1) == -ENOTCONN);
  EXPECT(await io_write(out, text, 1) == -EPIPE);
  return 0;
}

static task(int) stdio(void) {
  char text[200], path[PATH_MAX];
  snprintf(path, sizeof path, "%s/out", folder);
  file_auto_close int file =
      await file_open(path, O_CREAT | O_TRUNC | O_RDWR, 0600);
  io_auto_close struct io_stream *err = NULL;
  process_auto_end struct process *process = NULL;
  // To a file, to a pipe; and from nothing.
  struct process_options options = {
      .argv = SHELL("read x; echo $?; echo e >&2; [ -c /dev/stdin ] && echo c"),
      .in.fd = PROCESS_NULL,
      .out.fd = file,
      .err.pipe = &err};
  EXPECT(process_start(&process, &options) == 0);
  EXPECT(await reads(err, text, sizeof text) == 2 && !memcmp(text, "e\n", 2));
  EXPECT(await process_wait(process) == 0);
  EXPECT(await file_read(file, text, sizeof text, 0) == 4);
  EXPECT(!memcmp(text, "1\nc\n", 4));
  // From a file; and where this program writes.
  EXPECT(await file_truncate(file, 0) == 0 && !lseek(file, 0, SEEK_SET));
  EXPECT(await file_write(file, "line\n", 5, 0) == 5);
  int saved = dup(STDERR_FILENO), other = open(path, O_WRONLY | O_APPEND);
  dup2(other, STDERR_FILENO);
  process_end(process);
  process = NULL;
  int code = process_start(
      &process, &(struct process_options){.argv = SHELL("read l; echo $l >&2; echo n"),
                                          .in.fd = file,
                                          .out.fd = PROCESS_NULL});
  dup2(saved, STDERR_FILENO);
  close(saved);
  close(other);
  EXPECT(code == 0 && await process_wait(process) == 0);
  EXPECT(await file_read(file, text, sizeof text, 0) == 10);
  EXPECT(!memcmp(text, "line\nline\n", 10));
  return 0;
}

static task(int) inherits(void) {
  char text[20];
  io_auto_close struct io_stream *out = NULL;
  process_auto_end struct process *process = NULL;
  EXPECT(lseek(STDIN_FILENO, 0, SEEK_SET) == 0);
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = (char *[]){"cat", NULL},
                                     .out.pipe = &out}) == 0);
  EXPECT(await reads(out, text, sizeof text) == 10);
  EXPECT(!memcmp(text, "inherited\n", 10) && !lseek(STDIN_FILENO, 0, SEEK_SET));
  return await process_wait(process);
}

static task(int) surroundings(void) {
  char text[PATH_MAX + 20], expected[PATH_MAX + 20], real[PATH_MAX];
  EXPECT(realpath(folder, real));
  snprintf(expected, sizeof expected, "5\n%s\n", real);
  struct process_options options = {
      .argv = SHELL("echo $X; /bin/pwd; exit ${Y-9}"),
      .env = (char *[]){"X=5", NULL},
      .cwd = folder};
  setenv("Y", "1", 1);
  EXPECT(await runs(options, text, sizeof text) == 9);
  EXPECT(!strcmp(text, expected));
  options.env = NULL;
  EXPECT(await runs(options, text, sizeof text) == 1);
  options = (struct process_options){
      .argv = SHELL("id -u; id -g"), .as_user = true, .uid = 65534, .gid = 12};
  if (getuid()) {
    EXPECT(await runs(options, text, sizeof text) == -EPERM);
  } else {
    EXPECT(await runs(options, text, sizeof text) == 0);
    EXPECT(!strcmp(text, "65534\n12\n"));
  }
  for (int detached = 0; detached < 2; ++detached) {
    process_auto_end struct process *process = NULL;
    EXPECT(process_start(&process, &(struct process_options){
                                       .argv = SHELL("exec sleep 1000"),
                                       .detached = detached}) == 0);
    int pid = process_pid(process);
    EXPECT((getsid(pid) == pid) == detached);
  }
  return 0;
}

// ---- What is refused --------------------------------------------------------

static int refused(const struct process_options *options) {
  struct process *process = NULL;
  int code = process_start(&process, options);
  EXPECT(!process && code < 0);
  return code;
}

static void *by_another_thread(void *process) {
  EXPECT(process_kill(process, SIGKILL) == -EPERM);
  EXPECT(process_pid(process) == -EPERM);
  EXPECT(process_signal(process) == -EPERM);
  process_close(process);
  process_end(process);
  return NULL;
}

static task(int) refusals(void) {
  struct io_stream *unchanged = NULL;
  struct process *process;
  struct process_options options = {.argv = (char *[]){"/none", NULL},
                                    .in.pipe = &unchanged,
                                    .out.pipe = &unchanged,
                                    .err.pipe = &unchanged};
  int pid = fork(), status; // one of the program's own
  if (!pid)
    _exit(6);
  siginfo_t ended;
  EXPECT(waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT) == 0);
  EXPECT(refused(&options) == -ENOENT);
  await task_sleep(1);
  EXPECT(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 6);
  options.argv = (char *[]){"/", NULL};
  EXPECT(refused(&options) == -EACCES);
  options.argv = SHELL("exit 0");
  options.cwd = "/none";
  EXPECT(refused(&options) == -ENOENT);
  options.cwd = NULL;
  options.out = (struct process_stdio){.fd = 999};
  EXPECT(refused(&options) == -EBADF);
  options.out = (struct process_stdio){.pipe = &unchanged};
  options.err = (struct process_stdio){.fd = -ENOTDIR};
  EXPECT(refused(&options) == -ENOTDIR);
  options.err = (struct process_stdio){.pipe = &unchanged};
  EXPECT(!unchanged && refused(NULL) == -EINVAL);
  EXPECT(process_start(NULL, &options) == -EINVAL);
  options.argv = (char *[]){NULL};
  EXPECT(refused(&options) == -EINVAL);
  options.argv = NULL;
  EXPECT(refused(&options) == -EINVAL);
  EXPECT(await process_wait(NULL) == -EINVAL);
  EXPECT(process_kill(NULL, 0) == -EINVAL && process_pid(NULL) == -EINVAL);
  EXPECT(process_signal(NULL) == -EINVAL);
  process_close(NULL);
  process_end(NULL);
  // No descriptors: whichever is the first that can't be had.
  options.argv = SHELL("exit 0");
  struct rlimit limit, low;
  getrlimit(RLIMIT_NOFILE, &limit);
  int lowest = dup(0);
  close(lowest);
  for (int more = 0; more < 8; ++more) {
    low = limit;
    low.rlim_cur = (rlim_t)(lowest + more);
    setrlimit(RLIMIT_NOFILE, &low);
    int code = process_start(&process, &options);
    setrlimit(RLIMIT_NOFILE, &limit);
    EXPECT(code == -EMFILE && !unchanged);
    await task_sleep(1);
    EXPECT(dup(0) == lowest && close(lowest) == 0);
  }
  // Another thread.
  pthread_t thread;
  io_auto_close struct io_stream *in = NULL;
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = SHELL("read x; exit 4"),
                                     .in.pipe = &in}) == 0);
  pthread_create(&thread, NULL, by_another_thread, process);
  pthread_join(thread, NULL);
  EXPECT(await io_write(in, "x\n", 2) == 2);
  EXPECT(await process_wait(process) == 4);
  process_close(process);
  return 0;
}

// ---- Closing ----------------------------------------------------------------

/// Waits until the system has forgotten it; a zombie it has not.
static task(int) is_forgotten(int pid) {
  char text[10];
  while (kill(pid, 0) == 0) {
    EXPECT(await runs((struct process_options){.argv = SHELL("exit 0")}, text,
                      sizeof text) == 0);
    await task_sleep(1);
  }
  return 0;
}

static task(int) goes_on(void) {
  char text[10];
  struct io_stream *in, *out;
  struct process *process;
  EXPECT(process_start(&process,
                       &(struct process_options){.argv = (char *[]){"cat", 0},
                                                 .in.pipe = &in,
                                                 .out.pipe = &out}) == 0);
  int pid = process_pid(process), code = 0;
  task_group(g);
  task_spawn(g, waits(process), &code);
  await task_sleep(1);
  process_close(process);
  EXPECT(await task_group_wait(g) == -ECONNABORTED && code == -ECONNABORTED);
  await task_sleep(1);
  EXPECT(await io_write(in, "hi", 2) == 2);
  EXPECT(await io_read(out, text, sizeof text) == 2 && !memcmp(text, "hi", 2));
  EXPECT(kill(pid, 0) == 0);
  io_close(in);
  EXPECT(await io_read(out, text, sizeof text) == 0);
  io_close(out);
  return await is_forgotten(pid);
}

static task(int) sleeps(int *pid) {
  process_auto_end struct process *process = NULL;
  EXPECT(process_start(&process, &(struct process_options){
                                     .argv = SHELL("exec sleep 1000")}) == 0);
  *pid = process_pid(process);
  await process_wait(process);
  note("never");
  return 0;
}
static task(int) is_ended(void) {
  int pid;
  task_group(g);
  struct task_job *job = task_start(g, sleeps(&pid));
  await task_sleep(1);
  EXPECT(task_cancel(job) == 0 && await task_join(job) == -ECANCELED);
  EXPECT_NOTES("");
  return await is_forgotten(pid);
}

static task(int) all(void) {
  char text[10]; // what libuv opens once is open before descriptors are counted
  EXPECT(await runs((struct process_options){.argv = SHELL("exit 0")}, text,
                    sizeof text) == 0);
  EXPECT(await file_access("/", F_OK) == 0);
  int before = descriptors();
  EXPECT(await refusals() == 0); // before any zombie is left
  EXPECT(await statuses() == 0);
  EXPECT(await signals() == 0);
  EXPECT(await many() == 0);
  EXPECT(await pipeline() == 0);
  EXPECT(await does_not_read() == 0);
  EXPECT(await stdio() == 0);
  EXPECT(await inherits() == 0);
  EXPECT(await surroundings() == 0);
  EXPECT(await goes_on() == 0);
  EXPECT(await is_ended() == 0);
  await task_sleep(1);
  EXPECT(descriptors() == before);
  return 0;
}

int main(int argc, char **argv) {
  EXPECT(argc == 2);
  folder = argv[1];
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/in", folder);
  EXPECT(freopen(path, "w+", stdin));
  EXPECT(write(STDIN_FILENO, "inherited\n", 10) == 10);
  EXPECT(task_run(all()) == 0);
  EXPECT(refused(&(struct process_options){.argv = SHELL("exit 0")}) ==
         -EINVAL);
}
