// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Many clients at once that reset, close, stall, send garbage or byte by byte,
// never read, or are cancelled, beside good ones, which get the right answers;
// afterwards no task is left and no descriptor more than before.
// REQUIRES: libuv, http-parser
// RUN: %yieldcc -O2 %s %http -o %t && timeout 120 %t 1 100 1000
// RUN: %if all %{ timeout 300 %t 2 1000 60000 %}

#include "Inputs/exchanges.h"
#include <sys/resource.h>

struct client {
  unsigned long long seed;
  int port;
  bool is_http;
};

static uint64_t ends_at;
static int connections; // of the server of lines
static int good, bad;

/// Less than so many, small ones more often.
static size_t some(struct client *client, unsigned most) {
  return roll(&client->seed, 1 + roll(&client->seed, most));
}

// ---- The server of lines ----------------------------------------------------

static void leave(const int *unused) {
  (void)unused;
  --connections;
}

static task(int) line_connection(struct io_stream *accepted) {
  io_auto_close struct io_stream *stream = accepted;
  __attribute__((cleanup(leave), unused)) int counted = ++connections;
  await serves(stream);
  return 0;
}

static task(int) line_server(struct io_listener *listener) {
  task_group(g);
  for (;;) {
    struct io_stream *stream = await io_accept(listener);
    task_spawn_owning(g, line_connection(stream), io_release, stream);
  }
}

// ---- Clients ----------------------------------------------------------------

static const char *request_of(const struct client *client) {
  return client->is_http ? "POST /a HTTP/1.1\r\nHost: a\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n"
                           "5\r\n01234\r\n0\r\n\r\n"
                         : "put 0\r\nget 5\r\nput 0\r\n";
}

/// A right one: of random size, and not always at once.
static task(int) is_good(struct client *client) {
  size_t size = some(client, 3) ? some(client, 3000) : some(client, 300000);
  if (!client->is_http)
    return await exchanges(client->port, false, size);
  return await exchanges_http(client->port, false, 1 + size / 5);
}

static task(int) reads_all(struct io_stream *stream, size_t most) {
  char data[3000];
  size_t count = 0;
  ssize_t n;
  while (count < most && (n = await io_read(stream, data, sizeof data)) > 0)
    count += (size_t)n;
  return 0;
}

static task(int) resets(struct client *client, struct io_stream *stream) {
  const char *request = request_of(client);
  await io_write(stream, request, some(client, (unsigned)strlen(request)));
  if (some(client, 2))
    await task_sleep(some(client, 3));
  return 0;
}

static task(int) shuts_down(struct client *client, struct io_stream *stream) {
  const char *request = request_of(client);
  await io_write(stream, request, some(client, (unsigned)strlen(request)));
  await io_shutdown(stream);
  return await reads_all(stream, some(client, 2) ? SIZE_MAX : 10);
}

static task(int) stalls(struct client *client, struct io_stream *stream) {
  const char *request = request_of(client);
  await io_write(stream, request, some(client, (unsigned)strlen(request)));
  await task_sleep(some(client, 100));
  return 0;
}

static task(int) sends_garbage(struct client *client,
                               struct io_stream *stream) {
  char data[2000];
  size_t size = strlen(request_of(client));
  strcpy(data, request_of(client));
  if (some(client, 3)) { // almost right
    data[some(client, (unsigned)size)] = (char)some(client, 256);
  } else {
    size = some(client, sizeof data);
    for (size_t i = 0; i < size; ++i)
      data[i] = (char)some(client, 256);
  }
  await io_write(stream, data, size);
  await io_shutdown(stream);
  return await reads_all(stream, SIZE_MAX);
}

static task(int) dribbles(struct client *client, struct io_stream *stream) {
  struct io_reader reader io_auto_free_reader = {.stream = stream};
  char *piece;
  for (const char *c = request_of(client); *c; ++c) {
    EXPECT(await io_write(stream, c, 1) == 1);
    await task_sleep(some(client, 2));
  }
  EXPECT(await io_shutdown(stream) == 0);
  if (!client->is_http) {
    EXPECT(await io_get_line(&reader, &piece) == 7);
    EXPECT(await io_fill(&reader, 5) >= 5);
    EXPECT(!memcmp(io_reader_data(&reader, &(size_t){0}), bytes_at(0), 5));
    io_reader_take(&reader, 5);
    EXPECT(await io_get_line(&reader, &piece) == 7);
    EXPECT(await io_get_line(&reader, &piece) == 0);
    return 0;
  }
  EXPECT(await io_get_line(&reader, &piece) > 0);
  EXPECT(!strcmp(piece, "HTTP/1.1 200 OK"));
  EXPECT(await io_get_until(&reader, "\r\n0\r\n\r\n", 7, &piece) > 0);
  EXPECT(await io_get_line(&reader, &piece) == 0);
  return 0;
}

static task(int) never_reads(struct client *client, struct io_stream *stream) {
  const char *request = client->is_http ? "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                                        : "get 100000\n";
  io_write_deadline(stream, task_now() + some(client, 200));
  for (size_t i = 0; i < 10000; ++i)
    if (await io_write(stream, request, strlen(request)) < 0)
      break;
  return 0;
}

static task(int) is_bad(struct client *client) {
  io_auto_close struct io_stream *stream =
      await tcp_connect("127.0.0.1", client->port);
  switch (roll(&client->seed, 6)) {
  case 0:
    await resets(client, stream);
    tcp_reset(stream);
    stream = NULL;
    return 0;
  case 1:
    return await shuts_down(client, stream);
  case 2:
    return await stalls(client, stream);
  case 3:
    return await sends_garbage(client, stream);
  case 4:
    return await dribbles(client, stream);
  case 5:
    return await never_reads(client, stream);
  }
  return 0;
}

/// Any of these, which is cancelled.
static task(int) is_cancelled(struct client *client) {
  task_group(g);
  struct task_job *job = some(client, 2) ? task_start(g, is_bad(client))
                                         : task_start(g, is_good(client));
  await task_sleep(some(client, 30));
  task_cancel(job);
  int code = await task_join(job);
  EXPECT(code == 0 || code == -ECANCELED);
  return 0;
}

static task(int) clients(int number, unsigned long long seed, int ports[2]) {
  struct client client = {.seed = seed * 0x9e3779b97f4a7c15u +
                                  (unsigned)number * 0x2545f4914f6cdd1du + 1};
  while (task_now() < ends_at) {
    client.is_http = roll(&client.seed, 2);
    client.port = ports[client.is_http];
    switch (roll(&client.seed, 4)) {
    case 0:
      EXPECT(await is_good(&client) == 0);
      ++good;
      break;
    case 1:
      await is_cancelled(&client);
      ++bad;
      break;
    default:
      EXPECT(await is_bad(&client) == 0);
      ++bad;
    }
  }
  return 0;
}

// ---- All of it --------------------------------------------------------------

static task(int) storm(unsigned long long seed, int count, int milliseconds) {
  enum { ENOUGH = 600 * 1000 }; // whatever else the machine has to do
  struct http_server server = {.handler = handles_http,
                               .body_size = MOST,
                               .idle_time = ENOUGH,
                               .head_time = ENOUGH,
                               .slack_time = ENOUGH,
                               .connections = (size_t)count / 3 + 1};
  io_auto_close_listener struct io_listener *lines = NULL, *http = NULL;
  EXPECT(tcp_listen(&lines, "127.0.0.1", 0, NULL) == 0);
  EXPECT(tcp_listen(&http, "127.0.0.1", 0, NULL) == 0);
  int ports[2] = {io_listener_port(lines), io_listener_port(http)};
  task_group(servers);
  EXPECT(task_spawn(servers, line_server(lines)) == 0);
  struct task_job *serving = task_start(servers, http_serve(&server, http));
  int before = open_descriptors();
  ends_at = task_now() + (uint64_t)milliseconds;
  {
    task_group(g);
    for (int i = 0; i < count; ++i)
      EXPECT(task_spawn(g, clients(i, seed, ports)) == 0);
    EXPECT(await task_group_wait(g) == 0);
  }
  // The servers hear of it, and linger for a second at most.
  for (int i = 0; i < 3000 && (connections || server.active); ++i)
    await task_sleep(10);
  if (connections || server.active)
    task_list(stderr);
  EXPECT(!connections && !server.active);
  EXPECT(open_descriptors() == before);
  http_stop(&server);
  EXPECT(await task_join(serving) == 0);
  return 0;
}

int main(int argc, char **argv) {
  EXPECT(argc == 4);
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  EXPECT(task_run(storm(1, 1, 1)) == 0); // libuv opens what it keeps for ever
  int before = open_descriptors();
  fprintf(stderr, "seed %s\n", argv[1]);
  int code = task_run(
      storm(strtoull(argv[1], NULL, 10), atoi(argv[2]), atoi(argv[3])));
  fprintf(stderr, "%d, after %d good and %d bad ones\n", code, good, bad);
  EXPECT(code == 0 && open_descriptors() == before);
  EXPECT(good > 20 && bad > 50);
}
