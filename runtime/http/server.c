// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A connection is a task. While it is idle it holds no buffer: these belong to
// a second one, that it awaits when there is something to read.

#include "../io/stream.h"
#include "../task/loop.h"
#include "exchange.h"
#include <yieldc/io/tcp.h>

/// Whether it is a connection that waits for a request.
static bool is_idle(const struct task_job *job) {
  return job->waits && job->at.op->kind == &io_idle_kind;
}

struct place {
  struct http_server *server;
  struct io_stream *stream;
};

static void leave(struct place *place) {
  io_close(place->stream);
  --place->server->active;
  task_event_set(&place->server->room);
}

static struct io_wait next_request(struct io_stream *stream) {
  struct io_wait op = io_wait(stream);
  op.op.kind = &io_idle_kind;
  return op;
}

static task(int) connection(struct http_server *server,
                            struct io_stream *stream) {
  __attribute__((cleanup(leave))) struct place place = {server, stream};
  // (What is awaited is in another file, so that its frame is not a part of
  // this one.)
  if (server->secure && await http_secure(server, &place.stream))
    return 0;
  int keeps = 1;
  while (keeps > 0 && !place.server->is_stopping &&
         await next_request(place.stream) == 0)
    keeps = await http_serve_requests(place.server, place.stream);
  if (keeps < 0) {
    tcp_reset(place.stream);
    place.stream = NULL;
  }
  return 0;
}

/// Closes connections that were idle for too long. (So they need no timers.)
static task(int) sweep(struct http_server *server) {
  uint64_t most = http_or(server->idle_time, 60 * 1000);
  for (;;) {
    await task_sleep(most / 8 + 1);
    uint32_t now = (uint32_t)task_loop->now;
    for (struct task_job *job = server->group->first; job; job = job->next)
      if (is_idle(job) && now - job->since > most)
        task_cancel(job);
  }
}

// ---- The server -------------------------------------------------------------

static task(int) wait_for_all(struct task_group *group) {
  return await task_group_wait(group);
}

static bool is_out_of_something(int code) {
  return code == -EMFILE || code == -ENFILE || code == -ENOMEM ||
         code == -ENOBUFS;
}

/// Lets the next one in. 0 or a code.
static task(int) accept_one(struct http_server *server,
                            struct io_listener *listener) {
  while (server->active >= http_or(server->connections, 10000)) {
    task_event_clear(&server->room);
    int code = await task_event_wait(&server->room);
    if (code)
      return code;
  }
  struct io_stream *stream = await io_accept(listener);
  ++server->active;
  int code = task_spawn_owning(server->group, connection(server, stream),
                               io_release, stream);
  if (code)
    --server->active;
  return code;
}

static void forget(struct http_server **server) {
  (*server)->group = NULL;
  (*server)->acceptor = NULL;
  free((*server)->spare);
  (*server)->spare = NULL;
}

task(int) http_serve(struct http_server *server, struct io_listener *listener) {
  int code = 0, unused = 0;
  bool is_told = false;
  if (!server || !server->handler || server->group)
    return server && server->group ? -EBUSY : -EINVAL;
  __attribute__((cleanup(forget))) struct http_server *running = server;
  (void)running;
  server->is_stopping = false;
  task_group(connections);
  server->group = connections;
  task_group(sweeper);
  server->room = server->has_unsent = (struct task_event){0};
  server->unsent = (struct task_links){0};
  if ((code = task_spawn(sweeper, sweep(server))) ||
      (code = task_spawn(sweeper, http_send_unsent(server))))
    return code;
  server->active = 0;
  server->acceptor = task_current();
  while (!server->is_stopping) {
    int result = task_catch(code, await accept_one(server, listener));
    code = code ? code : result;
    if (is_out_of_something(code)) // those that end give some back
      task_catch(code, await task_sleep(100));
    if (code == -ECANCELED && !server->is_stopping)
      task_fail(code);
    is_told = code == -ECANCELED;
    if (code)
      break;
  }
  server->acceptor = NULL;
  if (server->is_stopping && !is_told) // http_stop has cancelled it
    task_catch(unused, await task_sleep(0));
  int stopped = server->is_stopping ? 0 : code;
  server->is_stopping = true;
  task_catch(unused, await task_timeout(http_or(server->grace_time, 10 * 1000),
                                        wait_for_all(connections)));
  if (unused == -ECANCELED)
    task_fail(unused);
  return stopped;
}

void http_stop(struct http_server *server) {
  if (!server || !server->group || server->is_stopping)
    return;
  server->is_stopping = true;
  task_cancel(server->acceptor);
  for (struct task_job *job = server->group->first; job; job = job->next)
    if (is_idle(job))
      task_cancel(job);
}
