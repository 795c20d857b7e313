// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Many connections that have their bytes echoed, again and again.

#define _GNU_SOURCE
#include "load.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, ROOM = 65536, SHIFTS = 256, WARM_UP = 500000000 };

struct connection {
  int fd;
  bool waits_for_room; ///< to send
  long sent, received;
  uint64_t begun;
  /// So many bytes of the pattern are skipped: no two answers in a row are the
  /// same.
  unsigned shift;
};

struct worker {
  const struct load *load;
  pthread_t thread;
  struct connection *connections;
  long count, under_way;
  int epoll;
  const char *pattern;
  char *answer;
  uint64_t begin, end; ///< of what is counted
  struct histogram times;
};

static pthread_barrier_t all_connected;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void watch(struct worker *worker, struct connection *connection,
                  int what) {
  uint32_t room = connection->waits_for_room ? EPOLLOUT : 0;
  struct epoll_event event = {.events = EPOLLIN | room, .data.ptr = connection};
  if (epoll_ctl(worker->epoll, what, connection->fd, &event))
    fail("epoll: %s", strerror(errno));
}

static void send_rest(struct worker *worker, struct connection *connection) {
  long bytes = worker->load->bytes;
  while (connection->sent < bytes) {
    ssize_t sent = send(connection->fd,
                        worker->pattern + connection->shift + connection->sent,
                        (size_t)(bytes - connection->sent), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN)
      break;
    if (sent < 0)
      fail("sending: %s", strerror(errno));
    connection->sent += sent;
  }
  if (connection->waits_for_room != (connection->sent < bytes)) {
    connection->waits_for_room = connection->sent < bytes;
    watch(worker, connection, EPOLL_CTL_MOD);
  }
}

static void send_again(struct worker *worker, struct connection *connection,
                       uint64_t begun) {
  connection->begun = begun;
  connection->sent = connection->received = 0;
  connection->shift = (connection->shift + 1) % SHIFTS;
  send_rest(worker, connection);
}

static void receive(struct worker *worker, struct connection *connection) {
  ssize_t count = recv(connection->fd, worker->answer, ROOM, 0);
  if (count < 0 && errno == EAGAIN)
    return;
  if (count <= 0)
    fail("receiving: %s", count ? strerror(errno) : "closed");
  if (connection->received + count > connection->sent ||
      memcmp(worker->answer,
             worker->pattern + connection->shift + connection->received,
             (size_t)count))
    fail("a wrong answer");
  connection->received += count;
  if (connection->received < worker->load->bytes)
    return;
  uint64_t time = now();
  if (time >= worker->begin && time < worker->end)
    count_time(&worker->times, time - connection->begun);
  if (time < worker->end)
    send_again(worker, connection, time);
  else
    --worker->under_way;
}

/// All are opened; from time to time the server is waited for, so that there
/// are never more than it has room for.
static void open_all(struct worker *worker) {
  worker->epoll = epoll_create1(EPOLL_CLOEXEC);
  worker->connections =
      calloc((size_t)worker->count, sizeof(struct connection));
  worker->answer = malloc(ROOM);
  if (worker->epoll < 0 || !worker->connections || !worker->answer)
    fail("no memory");
  for (long i = 0; i < worker->count; ++i) {
    struct connection *connection = &worker->connections[i];
    connection->fd = connect_to(worker->load->port);
    connection->shift = (unsigned)(i * 7 % SHIFTS);
    if (i % 256 == 0)
      exchange(connection->fd, worker->pattern, 16, false);
    if (fcntl(connection->fd, F_SETFL, O_NONBLOCK))
      fail("not blocking: %s", strerror(errno));
    watch(worker, connection, EPOLL_CTL_ADD);
  }
}

static void *work(void *argument) {
  struct worker *worker = argument;
  struct epoll_event events[EVENTS];
  open_all(worker);
  pthread_barrier_wait(&all_connected);
  uint64_t begin = now();
  worker->begin = begin + WARM_UP;
  worker->end = worker->begin + (uint64_t)(worker->load->seconds * 1e9);
  for (long i = 0; i < worker->count; ++i)
    send_again(worker, &worker->connections[i], now());
  worker->under_way = worker->count;
  while (worker->under_way) {
    int count = epoll_wait(worker->epoll, events, EVENTS, 10000);
    if (count == 0)
      fail("no answer within 10 s");
    if (count < 0 && errno != EINTR)
      fail("epoll: %s", strerror(errno));
    for (int i = 0; i < count; ++i) {
      struct connection *connection = events[i].data.ptr;
      if (events[i].events & EPOLLOUT)
        send_rest(worker, connection);
      if (events[i].events & ~(uint32_t)EPOLLOUT)
        receive(worker, connection);
    }
  }
  return NULL;
}

static const char *new_pattern(long bytes) {
  char *pattern = malloc((size_t)bytes + SHIFTS);
  uint32_t state = 1;
  if (!pattern)
    fail("no memory");
  for (long i = 0; i < bytes + SHIFTS; ++i) {
    state = state * 1664525 + 1013904223;
    pattern[i] = (char)(state >> 24);
  }
  return pattern;
}

void measure(const struct load *load) {
  struct worker *workers = calloc((size_t)load->threads, sizeof *workers);
  struct histogram all = {0};
  uint64_t answers = 0;
  if (!workers ||
      pthread_barrier_init(&all_connected, NULL, (unsigned)load->threads))
    fail("no memory");
  const char *pattern = new_pattern(load->bytes);
  for (int i = 0; i < load->threads; ++i) {
    workers[i].load = load;
    workers[i].pattern = pattern;
    workers[i].count = load->connections / load->threads +
                       (i < load->connections % load->threads);
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
      fail("no thread");
  }
  for (int i = 0; i < load->threads; ++i) {
    pthread_join(workers[i].thread, NULL);
    for (size_t j = 0; j < sizeof all.counts / sizeof *all.counts; ++j) {
      all.counts[j] += workers[i].times.counts[j];
      answers += workers[i].times.counts[j];
    }
  }
  if (!answers)
    fail("no answers");
  printf("%.1f %.1f %.1f\n", (double)answers / load->seconds,
         percentile(&all, 0.5) / 1000, percentile(&all, 0.99) / 1000);
}
