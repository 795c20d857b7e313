// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// When a process has no descriptor left, who connects is cut off rather than
// left waiting; what would need one is a code; and a server, be it a loop
// around io_accept or http_serve, serves again when there are some.
// REQUIRES: libuv, http-parser
// RUN: %levels %s %http

#include "Inputs/faults.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <yieldc/io/http.h>

enum { MOST = 200 };

/// Takes all descriptors that are left.
static int taken[MOST], taken_count;
static void take_all(void) {
  while ((taken[taken_count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
    ++taken_count;
  EXPECT(errno == EMFILE);
}
static void give_back(int count) {
  while (count-- && taken_count)
    close(taken[--taken_count]);
}

// ---- Servers ----------------------------------------------------------------

static struct io_listener *listener;
static int accepted;

static task(int) greets(struct io_stream *stream) {
  io_auto_close struct io_stream *closed = stream;
  char byte;
  await io_write(closed, "hello", 5);
  await io_read(closed, &byte, 1);
  return 0;
}

static task(int) accept_loop(void) {
  int code;
  task_group(connections);
  for (;;) {
    struct io_stream *stream = task_catch(code, await io_accept(listener));
    if (code == -ECANCELED)
      task_fail(code);
    EXPECT(code == 0 || code == -EMFILE);
    accepted += !code;
    if (!code)
      task_spawn_owning(connections, greets(stream), io_release, stream);
  }
}

static task(int) handles(struct http_exchange *x) {
  ++accepted;
  return (int)await http_answer(x, 200, NULL, "hello", 5);
}
static task(int) serves_http(void) {
  struct http_server server = {.handler = handles};
  return await http_serve(&server, listener);
}

// ---- Clients ----------------------------------------------------------------

static int new_socket(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT(fd >= 0);
  return fd;
}

/// Connects a socket that is there already: it waits to be accepted.
static struct io_stream *connected(int fd, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct io_stream *stream;
  EXPECT(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
  EXPECT(io_open(&stream, fd) == 0);
  return stream;
}

static bool is_http;

/// Whether it is served.
static task(bool) is_served(struct io_stream *stream) {
  static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  struct io_reader reader io_auto_free_reader = {.stream = stream};
  char *piece;
  if (is_http && await io_write(stream, request, strlen(request)) < 0)
    return false;
  ssize_t size = await io_get_until(&reader, "hello", 5, &piece);
  EXPECT(size > 0 || size == 0 || size == -ECONNRESET);
  EXPECT(size <= 0 || !memcmp(piece + size - 5, "hello", 5));
  return size > 0;
}

/// What needs a descriptor, or two, of which there is one.
static task(int) others(int port) {
  struct io_stream *one = NULL, *other = NULL;
  struct io_listener *more = NULL;
  int code;
  EXPECT(tcp_listen(&more, "127.0.0.1", 0, NULL) == -EMFILE && !more);
  EXPECT(io_pipe(&one, &other) == -EMFILE && !one && !other);
  EXPECT(io_socketpair(&one, &other) == -EMFILE && !one && !other);
  one = task_catch(code, await tcp_connect("127.0.0.1", port));
  EXPECT(code == -EMFILE && !one);
  give_back(1);
  EXPECT(io_pipe(&one, &other) == -EMFILE && !one && !other);
  EXPECT(io_socketpair(&one, &other) == -EMFILE && !one && !other);
  take_all();
  return 0;
}

static task(int) world(void) {
  EXPECT(tcp_listen(&listener, "127.0.0.1", 0, NULL) == 0);
  int port = io_listener_port(listener), fds[5];
  accepted = 0;
  task_group(g);
  if (is_http)
    task_spawn(g, serves_http());
  else
    task_spawn(g, accept_loop());
  await task_sleep(1);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5; ++i)
      fds[i] = new_socket();
    for (int i = 0; i < 4; ++i) {
      take_all(); // also that of the one before
      io_auto_close struct io_stream *stream = connected(fds[i], port);
      EXPECT(!await is_served(stream));
    }
    take_all();
    EXPECT(accepted == round);
    await others(port);
    give_back(MOST);
    io_auto_close struct io_stream *stream = connected(fds[4], port);
    EXPECT(await is_served(stream));
    EXPECT(accepted == round + 1);
    char byte; // until the server has closed it too
    EXPECT(await io_shutdown(stream) == 0);
    EXPECT(await io_read(stream, &byte, 1) == 0);
  }
  task_group_cancel(g);
  await task_group_wait(g);
  io_listener_close(listener);
  return 0;
}

static task(int) nothing(void) { return 0; }

int main(void) {
  struct rlimit limit = {MOST, MOST};
  EXPECT(task_run(nothing()) == 0); // libuv opens what it keeps for ever
  EXPECT(setrlimit(RLIMIT_NOFILE, &limit) == 0);
  for (int http = 0; http < 2; ++http) {
    is_http = http;
    int before = open_descriptors();
    EXPECT(task_run(world()) == 0);
    EXPECT(open_descriptors() == before);
  }
  // No loop can be made, which is told.
  int before = open_descriptors();
  take_all();
  EXPECT(task_run(nothing()) == -EMFILE);
  give_back(MOST);
  EXPECT(open_descriptors() == before);
  EXPECT(task_run(nothing()) == 0);
}
