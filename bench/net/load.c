// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A load for servers at 127.0.0.1:
//   load PORT CONNECTIONS SECONDS BYTES [THREADS]  each connection sends BYTES,
//                     waits until they are back, and sends again
//   load PORT CONNECTIONS idle       each does so once, and nothing more
//   load PORT CONNECTIONS idle-http  each has one GET answered

#define _GNU_SOURCE
#include "load.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

void fail(const char *what, ...) {
  va_list arguments;
  va_start(arguments, what);
  fputs("load: ", stderr);
  vfprintf(stderr, what, arguments);
  fputs("\n", stderr);
  va_end(arguments);
  _exit(1);
}

int connect_to(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr = {htonl(INADDR_LOOPBACK)}};
  struct timeval limit = {.tv_sec = 10};
  int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) ||
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) ||
      connect(fd, (struct sockaddr *)&address, sizeof address) ||
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes))
    fail("connecting: %s", strerror(errno));
  return fd;
}

void exchange(int fd, const char *request, long bytes, bool is_http) {
  static const char end[] = "\r\n\r\nHello, world\n";
  char answer[8192];
  long got = 0;
  bool is_whole = false;
  if (send(fd, request, (size_t)bytes, MSG_NOSIGNAL) != bytes)
    fail("sending: %s", strerror(errno));
  while (!is_whole) {
    ssize_t more = recv(fd, answer + got, sizeof answer - (size_t)got, 0);
    if (more <= 0)
      fail("receiving: %s", more ? strerror(errno) : "closed");
    got += more;
    is_whole = is_http ? !!memmem(answer, (size_t)got, end, sizeof end - 1)
                       : got >= bytes;
  }
  if (is_http ? strncmp(answer, "HTTP/1.1 200 ", 13)
              : got != bytes || memcmp(answer, request, (size_t)bytes))
    fail("a wrong answer");
}

void hold(int port, long count, bool is_http) {
  static const char get[] = "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  char bytes[4096];
  for (size_t i = 0; i < sizeof bytes; ++i)
    bytes[i] = (char)(i % 251);
  for (long i = 0; i < count; ++i) {
    int fd = connect_to(port);
    if (is_http)
      exchange(fd, get, sizeof get - 1, true);
    else
      exchange(fd, bytes, sizeof bytes, false);
  }
  puts("open");
  fflush(stdout);
  while (read(STDIN_FILENO, bytes, sizeof bytes) > 0)
    ;
}

double percentile(const struct histogram *histogram, double part) {
  enum { LENGTH = sizeof histogram->counts / sizeof *histogram->counts };
  uint64_t all = 0, seen = 0;
  for (int i = 0; i < LENGTH; ++i)
    all += histogram->counts[i];
  for (int i = 0; i < LENGTH; ++i) {
    seen += histogram->counts[i];
    if (seen && (double)seen >= (double)all * part) {
      int shift = i < 256 ? 0 : i / 128 - 1;
      return ((double)(i - shift * 128) + 0.5) * (double)(1ull << shift);
    }
  }
  return 0;
}

static void raise_limit(long connections) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit))
    fail("limit of files: %s", strerror(errno));
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < (rlim_t)connections + 100)
    fail("no more than %lu files may be open", (unsigned long)limit.rlim_max);
}

int main(int argc, char **argv) {
  struct load load = {.threads = 1};
  if (argc >= 4) {
    load.port = atoi(argv[1]);
    load.connections = atol(argv[2]);
    load.seconds = atof(argv[3]);
  }
  if (argc >= 5)
    load.bytes = atol(argv[4]);
  if (argc >= 6)
    load.threads = atoi(argv[5]);
  bool is_idle = argc == 4 && !strncmp(argv[3], "idle", 4);
  if (load.port <= 0 || load.connections <= 0 || load.threads <= 0 ||
      (!is_idle && (load.bytes <= 0 || load.seconds <= 0)))
    fail("PORT CONNECTIONS SECONDS BYTES [THREADS], or PORT CONNECTIONS "
         "idle|idle-http");
  raise_limit(load.connections);
  if (is_idle)
    hold(load.port, load.connections, !strcmp(argv[3], "idle-http"));
  else
    measure(&load);
}
