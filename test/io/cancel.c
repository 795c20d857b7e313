// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A client, its connection at the server, both, or the whole server are
// cancelled after the first, second, third, … step that any task makes in an
// exchange, until there are no more: nobody waits for ever, nothing is left
// open, and all others go on as if nothing had happened.
// REQUIRES: libuv, http-parser
// DEFINE: %{wrap} = -Wl,--wrap=task_step
// RUN: %yieldcc -O2 %s %http %{wrap} -o %t && timeout 120 %t 200000 4
// RUN: %if all %{ %yieldcc -O0 %s %http %{wrap} -o %t.all && timeout 600 %t.all 1500000 3 %}

#include "Inputs/exchanges.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/// After so many steps, who is cancelled; and has it happened?
static long steps, limit;
static unsigned whom;
static bool has_happened;

struct task_loop;
void __real_task_step(struct task_loop *loop, struct task_job *job);
void __wrap_task_step(struct task_loop *loop, struct task_job *job) {
  __real_task_step(loop, job);
  if (steps++ != limit)
    return;
  has_happened = true;
  for (int role = 0; role < ROLES; ++role)
    if (whom & 1u << role && victims[role])
      EXPECT(task_cancel(victims[role]) == 0);
}

static bool is_http;
static size_t size;

static task(int) client(int port, bool is_victim) {
  if (is_http)
    return await exchanges_http(port, is_victim, size / 5);
  return await exchanges(port, is_victim, size);
}

static task(int) victim(int port) {
  VICTIM(CLIENT);
  return await client(port, true);
}

static task(int) world(void) {
  int code = tcp_listen(&listener, "127.0.0.1", 0, NULL);
  EXPECT(code == 0);
  int port = io_listener_port(listener);
  task_group(g);
  struct task_job *serving =
      is_http ? task_start(g, serves_http()) : task_start(g, serves_all());
  task_group(others); // so that one that fails does not cancel these
  int results[2] = {0};
  task_group(disturbed);
  struct task_job *jobs[2] = {task_start(disturbed, victim(port), &results[0]),
                              task_start(others, client(port, false))};
  bool is_alone = !(whom & 1u << ALL_SERVERS);
  code = await task_join(jobs[0]);
  EXPECT(code == 0 || code == -ECANCELED || is_end(code) || code == -ENODATA ||
         (!is_alone && code == -ECONNREFUSED));
  EXPECT(code == 0 || has_happened);
  code = await task_join(jobs[1]);
  EXPECT(is_alone ? code == 0
                  : is_end(code) || code == -ENODATA || code == -ECONNREFUSED);
  if (is_alone || !has_happened) {
    code = await client(port, false);
    EXPECT(code == 0 || (!is_alone && has_happened));
  }
  task_cancel(serving);
  code = await task_join(serving);
  EXPECT(code == -ECANCELED || (is_http && code == -ECONNABORTED));
  for (int role = 0; role < ROLES; ++role)
    EXPECT(!victims[role]);
  return 0;
}

// ---- Before there is a connection -------------------------------------------

static task(int) connects(int port) {
  io_auto_close struct io_stream *stream = await tcp_connect("127.0.0.1", port);
  return 0;
}

static int new_socket(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  EXPECT(fd >= 0);
  return fd;
}

/// To a port that does not answer, because too many wait already.
static task(int) hangs(void) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int fds[5] = {new_socket()};
  EXPECT(!bind(fds[0], (struct sockaddr *)&address, size));
  EXPECT(!listen(fds[0], 0));
  EXPECT(!getsockname(fds[0], (struct sockaddr *)&address, &size));
  for (int i = 1; i < 5; ++i)
    connect(fds[i] = new_socket(), (struct sockaddr *)&address, size);
  int before = 0;
  for (int i = 0; i < 2; ++i) { // libuv opens one that it keeps
    before = open_descriptors();
    EXPECT(await task_timeout(50, connects(ntohs(address.sin_port))) ==
           -ETIMEDOUT);
  }
  EXPECT(open_descriptors() == before);
  for (int i = 0; i < 5; ++i)
    close(fds[i]);
  return 0;
}

int main(int argc, char **argv) {
  EXPECT(argc == 3);
  size = (size_t)atol(argv[1]);
  limit = -1;
  EXPECT(task_run(world()) == 0); // libuv opens what it keeps for ever
  EXPECT(task_run(hangs()) == 0);
  static const unsigned roles[] = {1u << CLIENT, 1u << SERVER,
                                   1u << CLIENT | 1u << SERVER,
                                   1u << ALL_SERVERS};
  for (int http = 0; http < 2; ++http)
    for (int i = 0; i < 4; ++i) {
      is_http = http;
      whom = roles[i];
      has_happened = true;
      for (long n = 0; has_happened; n += 1 + dice((unsigned)atoi(argv[2]))) {
        limit = n;
        steps = 0;
        has_happened = false;
        int before = open_descriptors();
        int code = task_run(world());
        int after = open_descriptors();
        if (code || before != after)
          fprintf(stderr, "%s, of %u, after %ld steps: %d, %d of %d\n",
                  http ? "HTTP" : "TCP", whom, n, code, after, before);
        EXPECT(code == 0 && before == after);
      }
      if (getenv("VERBOSE")) printf("%d %u: %ld steps\n", http, whom, limit);
      EXPECT(limit > 20);
    }
}
