// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pipes, pairs of sockets, and streams of descriptors that are there already:
// what they carry, which are refused, and who closes them; terminals are cooked
// or raw, and as they were when their stream is closed or the program ends.
// REQUIRES: libuv
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: %levels %s %task -- %t.dir
// RUN: %if sanitizers %{ %yieldcc -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %s %checked_task -o %t.asan && %t.asan %t.dir %}

#define _GNU_SOURCE
#include "../expect.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
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

static bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

static task(int) reads(struct io_stream *stream, const char *expected) {
  char data[100];
  size_t length = strlen(expected), count = 0;
  while (count < length) {
    ssize_t n = await io_read(stream, data + count, length - count);
    if (n <= 0)
      return n < 0 ? (int)n : -ENODATA;
    count += (size_t)n;
  }
  return memcmp(data, expected, length) ? -EILSEQ : 0;
}

static task(int) writes(struct io_stream *stream, const char *data) {
  ssize_t n = await io_write(stream, data, strlen(data));
  return n == (ssize_t)strlen(data) ? 0 : (int)n;
}

/// Reads all, and gives how much that was.
static task(int) drains(struct io_stream *stream) {
  char data[1000];
  int count = 0;
  ssize_t n;
  while ((n = await io_read(stream, data, sizeof data)) > 0)
    count += (int)n;
  return n < 0 ? (int)n : count;
}

// ---- Pipes and pairs --------------------------------------------------------

static task(int) fills(struct io_stream *writer, size_t size) {
  io_auto_close struct io_stream *closed = writer;
  char *data = calloc(1, size);
  ssize_t n = await io_write(closed, data, size);
  free(data);
  return n == (ssize_t)size ? 0 : (int)n;
}

static task(int) pipes(void) {
  struct io_stream *reader, *writer;
  EXPECT(io_pipe(&reader, &writer) == 0);
  EXPECT(await writes(writer, "hello") == 0);
  EXPECT(await reads(reader, "hello") == 0);
  EXPECT(await task_timeout(1, reads(reader, "x")) == -ETIMEDOUT);
  EXPECT(await writes(writer, "later") == 0);
  EXPECT(await reads(reader, "later") == 0);
  EXPECT(await writes(reader, "back") == -EPIPE);
  EXPECT(await reads(writer, "back") == -ENOTCONN);
  EXPECT(await io_shutdown(writer) == -ENOTSUP);
  EXPECT(await writes(writer, "last") == 0);
  io_close(writer);
  EXPECT(await reads(reader, "last") == 0);
  EXPECT(await drains(reader) == 0);
  EXPECT(await drains(reader) == 0);
  io_close(reader);
  // Nobody reads.
  EXPECT(io_pipe(&reader, &writer) == 0);
  io_close(reader);
  EXPECT(await writes(writer, "to nobody") == -EPIPE);
  io_close(writer);
  // More than it holds.
  EXPECT(io_pipe(&reader, &writer) == 0);
  {
    task_group(g);
    struct task_job *job = task_start(g, fills(writer, 1000000));
    EXPECT(await drains(reader) == 1000000);
    EXPECT(await task_join(job) == 0);
  }
  io_close(reader);
  EXPECT(io_pipe(&reader, NULL) == -EINVAL);
  EXPECT(io_pipe(NULL, &reader) == -EINVAL);
  EXPECT(io_pipe(&reader, &reader) == -EINVAL);
  return 0;
}

static task(int) pairs(void) {
  struct io_stream *one, *other;
  EXPECT(io_socketpair(&one, &other) == 0);
  EXPECT(await writes(one, "there") == 0);
  EXPECT(await writes(other, "and back") == 0);
  EXPECT(await reads(one, "and back") == 0);
  EXPECT(await reads(other, "there") == 0);
  EXPECT(await io_shutdown(one) == 0);
  EXPECT(await drains(other) == 0);
  EXPECT(await writes(other, "still") == 0);
  EXPECT(await reads(one, "still") == 0);
  pid_t process = 0;
  EXPECT(unix_peer(one, &process, NULL, NULL) == 0 && process == getpid());
  io_close(one);
  EXPECT(await writes(other, "x") == -EPIPE);
  io_close(other);
  EXPECT(io_socketpair(&one, NULL) == -EINVAL);
  EXPECT(io_socketpair(NULL, &one) == -EINVAL);
  EXPECT(io_socketpair(&one, &one) == -EINVAL);
  return 0;
}

// ---- Descriptors ------------------------------------------------------------

static task(int) descriptors(void) {
  struct io_stream *stream, *again, *other;
  struct io_address address;
  int fds[2];
  EXPECT(pipe(fds) == 0);
  EXPECT(io_open(&stream, fds[0]) == 0 && io_open(&other, fds[1]) == 0);
  EXPECT(await writes(other, "pipe") == 0);
  EXPECT(await reads(stream, "pipe") == 0);
  EXPECT(io_open(&again, fds[0]) == -EEXIST && is_open(fds[0]));
  io_close(other);
  EXPECT(!is_open(fds[1]));
  EXPECT(await drains(stream) == 0);
  io_close(stream);
  EXPECT(!is_open(fds[0]));

  EXPECT(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
  EXPECT(io_open(&stream, fds[0]) == 0);
  EXPECT(write(fds[1], "unix", 4) == 4);
  EXPECT(await reads(stream, "unix") == 0);
  EXPECT(unix_peer(stream, NULL, NULL, NULL) == 0);
  close(fds[1]);
  io_close(stream);

  struct io_listener *listener;
  EXPECT(tcp_listen(&listener, "127.0.0.1", 0, NULL) == 0);
  int port = io_listener_port(listener);
  EXPECT(io_address_parse(&address, "127.0.0.1", port) == 0);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT(connect(fd, &address.of.any, sizeof address.of.ipv4) == 0);
  EXPECT(io_open(&stream, fd) == 0);
  other = await io_accept(listener);
  EXPECT(await writes(stream, "tcp") == 0 && await reads(other, "tcp") == 0);
  EXPECT(tcp_peer(stream, &address) == 0 && io_address_port(&address) == port);
  int on = 0;
  EXPECT(!getsockopt(fd, IPPROTO_TCP, 1 /* TCP_NODELAY */, &on,
                     &(socklen_t){sizeof on}) &&
         on);
  io_close(other);
  io_close(stream);
  EXPECT(!is_open(fd));
  io_listener_close(listener);
  return 0;
}

static task(int) refused(void) {
  struct io_stream *stream;
  const char *const files[] = {"file", ".", "/dev/null"};
  close(open("file", O_CREAT | O_WRONLY, 0600));
  for (int i = 0; i < 3; ++i) {
    int fd = open(files[i], O_RDONLY);
    EXPECT(fd >= 0 && io_open(&stream, fd) == -ENOTSUP && is_open(fd));
    close(fd);
    EXPECT(io_open(&stream, fd) == -EBADF);
  }
  const int kinds[][2] = {{AF_INET, SOCK_DGRAM}, {AF_UNIX, SOCK_DGRAM}};
  for (int i = 0; i < 2; ++i) {
    int fd = socket(kinds[i][0], kinds[i][1], 0);
    EXPECT(fd >= 0 && io_open(&stream, fd) == -ENOTSUP && is_open(fd));
    close(fd);
  }
  EXPECT(io_open(&stream, -1) == -EBADF);
  EXPECT(io_open(NULL, 0) == -EINVAL);
  return 0;
}

/// stdin stays open, whatever it is.
static task(int) standard(void) {
  struct io_stream *stream;
  int fds[2], before = dup(STDIN_FILENO);
  EXPECT(pipe(fds) == 0 && write(fds[1], "input", 5) == 5);
  dup2(fds[0], STDIN_FILENO);
  close(fds[0]);
  EXPECT(io_open(&stream, STDIN_FILENO) == 0);
  EXPECT(await reads(stream, "input") == 0);
  EXPECT(tty_size(stream, NULL, NULL) == -ENOTSUP);
  EXPECT(tty_raw(stream, true) == -ENOTSUP);
  io_close(stream);
  EXPECT(is_open(STDIN_FILENO));
  close(fds[1]);
  dup2(before, STDIN_FILENO);
  close(before);
  return 0;
}

// ---- Terminals --------------------------------------------------------------

/// A pseudo-terminal: what stands for its user, and what the program has.
static void open_terminal(int *user, int *program) {
  *user = posix_openpt(O_RDWR | O_NOCTTY);
  EXPECT(*user >= 0 && grantpt(*user) == 0 && unlockpt(*user) == 0);
  *program = open(ptsname(*user), O_RDWR | O_NOCTTY);
  EXPECT(*program >= 0);
}

static bool is_cooked(int fd) {
  struct termios mode;
  EXPECT(tcgetattr(fd, &mode) == 0);
  return mode.c_lflag & ICANON && mode.c_lflag & ECHO && mode.c_lflag & ISIG;
}

static task(int) terminals(void) {
  struct io_stream *user, *program;
  int user_fd, fd;
  open_terminal(&user_fd, &fd);
  int watch = open(ptsname(user_fd), O_RDWR | O_NOCTTY); // to see its mode
  EXPECT(io_open(&user, user_fd) == 0 && io_open(&program, fd) == 0);
  EXPECT(!is_open(fd)); // it was opened anew

  const struct winsize size = {.ws_col = 123, .ws_row = 45};
  int columns = 0, rows = 0;
  EXPECT(ioctl(watch, TIOCSWINSZ, &size) == 0);
  EXPECT(tty_size(program, &columns, &rows) == 0);
  EXPECT(columns == 123 && rows == 45);
  EXPECT(tty_size(program, NULL, NULL) == 0);
  EXPECT(tty_size(user, &columns, &rows) == -ENOTSUP);
  EXPECT(tty_raw(user, true) == -ENOTSUP);

  EXPECT(await writes(program, "> ") == 0);
  EXPECT(await reads(user, "> ") == 0);
  EXPECT(await writes(user, "line") == 0);
  EXPECT(await task_timeout(1, reads(program, "line")) == -ETIMEDOUT);
  EXPECT(await writes(user, "\n") == 0);
  EXPECT(await reads(program, "line\n") == 0);
  EXPECT(await reads(user, "line\r\n") == 0); // the echo

  EXPECT(is_cooked(watch) && tty_raw(program, true) == 0 && !is_cooked(watch));
  EXPECT(tty_raw(program, true) == 0);
  EXPECT(await writes(user, "k\003") == 0);
  EXPECT(await reads(program, "k\003") == 0);
  EXPECT(await task_timeout(1, reads(user, "k")) == -ETIMEDOUT);
  EXPECT(tty_raw(program, false) == 0 && is_cooked(watch));

  EXPECT(tty_raw(program, true) == 0 && !is_cooked(watch));
  io_close(program);
  EXPECT(is_cooked(watch));
  close(watch);
  io_close(user);
  EXPECT(tty_raw(NULL, true) == -EINVAL);
  EXPECT(tty_size(NULL, &columns, &rows) == -EINVAL);
  return 0;
}

static task(int) standard_terminal(void) {
  struct io_stream *stream;
  int user, fd, before = dup(STDIN_FILENO);
  open_terminal(&user, &fd);
  dup2(fd, STDIN_FILENO);
  close(fd);
  EXPECT(io_open(&stream, STDIN_FILENO) == 0);
  EXPECT(write(user, "line\n", 5) == 5 && await reads(stream, "line\n") == 0);
  io_close(stream);
  EXPECT(is_cooked(STDIN_FILENO)); // and open
  dup2(before, STDIN_FILENO);
  close(before);
  close(user);
  return 0;
}

static task(int) exits_while_raw(int fd) {
  struct io_stream *stream;
  EXPECT(io_open(&stream, fd) == 0 && tty_raw(stream, true) == 0);
  exit(is_cooked(STDIN_FILENO) ? 3 : 0); // the same terminal
}

/// A program of its own, for its end.
static void ends_while_raw(void) {
  int user, fd, status;
  open_terminal(&user, &fd);
  pid_t child = fork();
  if (!child) {
    dup2(fd, STDIN_FILENO);
    exit(task_run(exits_while_raw(fd)));
  }
  EXPECT(waitpid(child, &status, 0) == child);
  EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT(is_cooked(fd));
  close(fd);
  close(user);
}

int main(int argc, char **argv) {
  struct io_stream *one, *other;
  EXPECT(argc == 2 && chdir(argv[1]) == 0);
  ends_while_raw();
  EXPECT(task_run(pipes()) == 0);
  int before = open_descriptors(); // and some that libuv keeps
  EXPECT(task_run(pairs()) == 0);
  EXPECT(task_run(descriptors()) == 0);
  EXPECT(task_run(refused()) == 0);
  EXPECT(task_run(standard()) == 0);
  EXPECT(task_run(terminals()) == 0);
  EXPECT(task_run(standard_terminal()) == 0);
  // Without a loop.
  EXPECT(io_pipe(&one, &other) == -EINVAL);
  EXPECT(io_socketpair(&one, &other) == -EINVAL);
  int fds[2];
  EXPECT(pipe(fds) == 0 && io_open(&one, fds[0]) == -EINVAL);
  EXPECT(is_open(fds[0]));
  close(fds[0]);
  close(fds[1]);
  EXPECT(open_descriptors() == before);
}
