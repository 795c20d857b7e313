// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Unix sockets, in the file system and abstract: connections and who is there,
// the file's life and rights, stale ones, names too long, and a full queue.
// REQUIRES: libuv
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %task -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %t.dir %}

#include "../expect.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <yieldc/io.h>

static int open_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder))
    ++count;
  closedir(folder);
  return count;
}

static bool exists(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0;
}

/// A socket that is bound to a name, without libuv.
static int bound(const char *name, size_t length, bool connects) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  memcpy(address.sun_path, name, length);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  length += offsetof(struct sockaddr_un, sun_path);
  EXPECT((connects ? connect : bind)(fd, (void *)&address, length) == 0);
  return fd;
}

// ---- Connections ------------------------------------------------------------

static task(int) serves(struct io_listener *listener, int pid) {
  io_auto_close struct io_stream *stream = await io_accept(listener);
  char data[4];
  pid_t process = 0;
  uid_t user = 0;
  gid_t group = 0;
  EXPECT(unix_peer(stream, &process, &user, &group) == 0);
  EXPECT(process == pid && user == getuid() && group == getgid());
  EXPECT(await io_read(stream, data, 4) == 4 && !memcmp(data, "ping", 4));
  EXPECT(await io_write(stream, "pong", 4) == 4);
  EXPECT(await io_read(stream, data, 4) == 0); // shut down, not closed
  EXPECT(await io_write(stream, "bye", 3) == 3);
  return 0;
}

static task(int) talks(const char *path) {
  io_auto_close struct io_stream *stream = await unix_connect(path);
  char data[8];
  pid_t process = 0;
  EXPECT(unix_peer(stream, &process, NULL, NULL) == 0);
  EXPECT(process == getpid());
  EXPECT(unix_peer(stream, NULL, NULL, NULL) == 0);
  EXPECT(await io_write(stream, "ping", 4) == 4);
  EXPECT(await io_read(stream, data, 8) == 4 && !memcmp(data, "pong", 4));
  EXPECT(await io_shutdown(stream) == 0);
  EXPECT(await io_read(stream, data, 8) == 3 && !memcmp(data, "bye", 3));
  EXPECT(await io_read(stream, data, 8) == 0);
  return 0;
}

static task(int) conversation(struct io_listener *listener, const char *path) {
  task_group(g);
  task_spawn(g, serves(listener, getpid()));
  task_spawn(g, talks(path));
  return await task_group_wait(g);
}

static task(int) connects(const char *path) {
  int err;
  struct io_stream *stream = task_catch(err, await unix_connect(path));
  io_close(stream);
  return err;
}

static task(int) files(void) {
  struct io_listener *listener, *other;
  struct stat status;
  umask(0);
  EXPECT(unix_listen(&listener, "s", NULL) == 0);
  EXPECT(lstat("s", &status) == 0 && S_ISSOCK(status.st_mode));
  EXPECT((status.st_mode & 0777) == 0777); // less the umask
  EXPECT(await conversation(listener, "s") == 0);
  EXPECT(unix_listen(&other, "s", NULL) == -EADDRINUSE && exists("s"));
  EXPECT(io_listener_port(listener) == -EINVAL);
  io_listener_close(listener);
  EXPECT(!exists("s"));
  EXPECT(await connects("s") == -ENOENT);
  // Again, with other rights.
  const struct unix_options options = {.mode = 0600};
  EXPECT(unix_listen(&listener, "s", &options) == 0);
  EXPECT(lstat("s", &status) == 0 && (status.st_mode & 0777) == 0600);
  EXPECT(await conversation(listener, "s") == 0);
  io_listener_close(listener);
  EXPECT(unix_listen(&listener, "no/such", NULL) == -EACCES);
  EXPECT(await connects("no/such") == -ENOENT);
  return 0;
}

static task(int) abstract(void) {
  struct io_listener *listener, *other;
  char name[64];
  int length = snprintf(name, sizeof name, "@yieldc-%d", (int)getpid());
  EXPECT(unix_listen(&listener, name, NULL) == 0);
  EXPECT(!exists(name));
  EXPECT(await conversation(listener, name) == 0);
  EXPECT(unix_listen(&other, name, NULL) == -EADDRINUSE);
  name[length] = 'x'; // a longer name is another one
  name[length + 1] = 0;
  EXPECT(await connects(name) == -ECONNREFUSED);
  EXPECT(unix_listen(&other, name, NULL) == 0);
  io_listener_close(other);
  // Others see that name, and no zeros behind it.
  name[0] = 0;
  close(bound(name, length, true));
  name[0] = '@';
  name[length] = 0;
  io_listener_close(listener);
  EXPECT(await connects(name) == -ECONNREFUSED);
  EXPECT(unix_listen(&listener, name, NULL) == 0);
  io_listener_close(listener);
  return 0;
}

// ---- Names ------------------------------------------------------------------

static task(int) names(void) {
  struct io_listener *listener;
  char name[200];
  for (int i = 0; i < 2; ++i) {
    memset(name, 'n', sizeof name);
    // (An abstract one is the whole machine's.)
    name[sprintf(name, i ? "@%d" : "%d", (int)getpid())] = 'n';
    name[108] = 0;
    EXPECT(unix_listen(&listener, name, NULL) == -ENAMETOOLONG);
    EXPECT(await connects(name) == -ENAMETOOLONG);
    name[107] = 0; // (not even cut)
    EXPECT(!exists(name));
    EXPECT(unix_listen(&listener, name, NULL) == 0);
    EXPECT(exists(name) == !i);
    EXPECT(await conversation(listener, name) == 0);
    io_listener_close(listener);
  }
  EXPECT(unix_listen(&listener, "./@s", NULL) == 0 && exists("@s"));
  EXPECT(await connects("@s") == -ECONNREFUSED);
  io_listener_close(listener);
  EXPECT(unix_listen(&listener, "", NULL) == -EINVAL);
  EXPECT(unix_listen(&listener, "@", NULL) == -EINVAL);
  EXPECT(unix_listen(&listener, NULL, NULL) == -EINVAL);
  EXPECT(unix_listen(NULL, "s", NULL) == -EINVAL && !exists("s"));
  EXPECT(await connects("") == -EINVAL);
  EXPECT(await connects(NULL) == -EINVAL);
  return 0;
}

static task(int) stale(void) {
  const struct unix_options replaces = {.replace = true};
  struct io_listener *listener, *other;
  close(bound("old", 4, false));
  EXPECT(await connects("old") == -ECONNREFUSED);
  EXPECT(unix_listen(&listener, "old", NULL) == -EADDRINUSE && exists("old"));
  EXPECT(unix_listen(&listener, "old", &replaces) == 0);
  EXPECT(await conversation(listener, "old") == 0);
  // Not one that somebody uses,
  EXPECT(unix_listen(&other, "old", &replaces) == -EADDRINUSE);
  io_close(await io_accept(listener)); // who looked whether it does
  EXPECT(await conversation(listener, "old") == 0);
  io_listener_close(listener);
  EXPECT(!exists("old"));
  // and nothing else.
  close(open("file", O_CREAT | O_WRONLY, 0600));
  EXPECT(unix_listen(&listener, "file", &replaces) == -EADDRINUSE);
  EXPECT(exists("file") && unlink("file") == 0);
  EXPECT(symlink("nowhere", "link") == 0);
  EXPECT(unix_listen(&listener, "link", &replaces) == -EADDRINUSE);
  EXPECT(exists("link") && unlink("link") == 0);
  // It is no fault if there is nothing.
  EXPECT(unix_listen(&listener, "new", &replaces) == 0);
  io_listener_close(listener);
  return 0;
}

// ---- Many, and none ---------------------------------------------------------

static task(int) queue(void) {
  const struct unix_options one = {.backlog = 1};
  struct io_listener *listener;
  EXPECT(unix_listen(&listener, "s", &one) == 0);
  int count = 0, code;
  while ((code = await connects("s")) == 0 && count < 10)
    ++count;
  EXPECT(code == -EAGAIN && count == 2);
  for (int i = 0; i < 2; ++i) {
    io_close(await io_accept(listener));
    await task_sleep(0);
  }
  EXPECT(await connects("s") == 0);
  io_listener_close(listener);
  return 0;
}

static task(int) accepts(struct io_listener *listener, int *count) {
  for (;; ++*count)
    io_close(await io_accept(listener));
}

static task(int) accepts_one(struct io_listener *listener) {
  io_close(await io_accept(listener));
  return 0;
}

// More than one turn of the loop does; some are cancelled as they connect.
static task(int) many(void) {
  enum { MANY = 600 };
  static struct task_job *jobs[MANY];
  struct io_listener *listener;
  int count = 0, connected = 0;
  EXPECT(unix_listen(&listener, "s", NULL) == 0);
  {
    task_group(g);
    struct task_job *server = task_start(g, accepts(listener, &count));
    for (int i = 0; i < MANY; ++i)
      jobs[i] = task_start(g, connects("s"));
    await task_sleep(0); // they begin
    for (int i = 0; i < MANY; i += 3)
      task_cancel(jobs[i]);
    for (int i = 0; i < MANY; ++i) {
      int code = await task_join(jobs[i]);
      EXPECT(code == 0 || (code == -ECANCELED && i % 3 == 0));
      connected += !code;
    }
    EXPECT(connected >= MANY * 2 / 3);
    while (count < connected)
      await task_sleep(1);
    task_cancel(server);
    await task_join(server);
    // One that does not come in time is not lost.
    EXPECT(await task_timeout(1, accepts_one(listener)) == -ETIMEDOUT);
    EXPECT(await connects("s") == 0);
    EXPECT(await accepts_one(listener) == 0);
  }
  io_listener_close(listener);
  return 0;
}

/// What never waits does not keep out others.
static task(int) tries(const bool *ends) {
  while (!*ends)
    EXPECT(await connects("none") == -ENOENT);
  return 0;
}
static task(int) fairness(void) {
  bool ends = false;
  task_group(g);
  task_spawn(g, tries(&ends));
  await task_sleep(1);
  ends = true;
  return await task_group_wait(g);
}

static void *asks_elsewhere(void *stream) {
  EXPECT(unix_peer(stream, NULL, NULL, NULL) == -EPERM);
  return NULL;
}

static task(int) others(void) {
  struct io_stream *one, *other;
  struct io_listener *listener;
  pthread_t thread;
  EXPECT(io_socketpair(&one, &other) == 0);
  EXPECT(pthread_create(&thread, NULL, asks_elsewhere, one) == 0);
  pthread_join(thread, NULL);
  io_close(one);
  io_close(other);
  EXPECT(unix_peer(NULL, NULL, NULL, NULL) == -EINVAL);
  EXPECT(io_pipe(&one, &other) == 0);
  EXPECT(unix_peer(one, NULL, NULL, NULL) == -ENOTSUP);
  io_close(one);
  io_close(other);
  EXPECT(tcp_listen(&listener, "127.0.0.1", 0, NULL) == 0);
  one = await tcp_connect("127.0.0.1", io_listener_port(listener));
  EXPECT(unix_peer(one, NULL, NULL, NULL) == -ENOTSUP);
  io_close(one);
  io_listener_close(listener);
  return 0;
}

int main(int argc, char **argv) {
  struct io_listener *listener;
  EXPECT(argc == 2 && chdir(argv[1]) == 0);
  EXPECT(unix_listen(&listener, "s", NULL) == -EINVAL && !exists("s"));
  EXPECT(task_run(files()) == 0);
  int before = open_descriptors(); // and some that libuv keeps
  EXPECT(task_run(abstract()) == 0);
  EXPECT(task_run(names()) == 0);
  EXPECT(task_run(stale()) == 0);
  EXPECT(task_run(queue()) == 0);
  EXPECT(task_run(many()) == 0);
  EXPECT(task_run(fairness()) == 0);
  EXPECT(task_run(others()) == 0);
  EXPECT(open_descriptors() == before);
}
