// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An echo server: what it is sent it sends back, on TCP, and on a Unix socket
// too with --unix. More connections than --limit wait for their turn; one on
// which nothing comes, or nothing is read, for --idle seconds is closed. SIGINT
// and SIGTERM end it: it takes no more connections, and those it has may go on
// for --grace seconds. A second signal ends it at once.
//
//   yieldcc -O2 echo-server.c $(pkg-config --libs yieldc-task) -o echo-server
//   ./echo-server --port 7777 --unix /tmp/echo --limit 1000 &
//   nc 127.0.0.1 7777

#include <getopt.h>

#define PROGRAM "echo-server"
#include "server.h"

struct server {
  const char *address, *path;
  int port;
  uint64_t idle, grace; // in milliseconds
  struct task_semaphore places;
  struct task_group *connections;
};

static task(int) echo(struct server *server, struct io_stream *accepted) {
  task_auto_release struct task_semaphore *place = &server->places;
  io_auto_close struct io_stream *stream = accepted;
  char buffer[4096];
  ssize_t size;
  do {
    io_read_deadline(stream, task_now() + server->idle);
    size = await io_read(stream, buffer, sizeof buffer);
    if (size <= 0)
      break;
    io_write_deadline(stream, task_now() + server->idle);
  } while (await io_write(stream, buffer, (size_t)size) > 0);
  return 0; // whatever the other side did: others go on
}

static bool is_for_want_of_something(int code) {
  return code == -EMFILE || code == -ENFILE || code == -ENOMEM ||
         code == -ENOBUFS;
}

/// One that has connected waits here until there is a place for it.
static task(int) accept_all(struct server *server,
                            struct io_listener *listener) {
  for (;;) {
    int code;
    io_auto_close struct io_stream *stream =
        task_catch(code, await io_accept(listener));
    if (!code && !(code = await task_acquire(&server->places))) {
      code = task_spawn_owning(server->connections, echo(server, stream),
                               io_release, stream);
      stream = NULL;
      if (code)
        task_release(&server->places);
    }
    if (is_for_want_of_something(code))
      await task_sleep(100); // those that end give some back
    else if (code)
      return code;
  }
}

static task(int) until_signal(struct signal_watch *watch) {
  int signal = await signal_wait(watch);
  return signal < 0 ? signal : -EINTR; // which ends the others of its group
}

static task(int) wait_for_all(struct task_group *group) {
  return await task_group_wait(group);
}

static task(int) serve(struct server *server) {
  io_auto_close_listener struct io_listener *tcp = NULL, *local = NULL;
  signal_auto_close struct signal_watch *watch = NULL;
  int code = signal_open(&watch, SIGINT, SIGTERM);
  if (code)
    return complain("signals", code);
  if (server->path) {
    code = unix_listen(&local, server->path,
                       &(struct unix_options){.replace = true});
    if (code)
      return complain(server->path, code);
    printf("listening on %s\n", server->path);
  }
  if ((code = listen_at(&tcp, server->address, server->port)))
    return code;
  task_group(connections);
  server->connections = connections;
  {
    task_group(running);
    task_spawn(running, until_signal(watch));
    task_spawn(running, accept_all(server, tcp));
    if (local)
      task_spawn(running, accept_all(server, local));
    code = await task_group_wait(running);
  }
  if (code != -EINTR)
    return complain("connections", code);
  io_listener_close(tcp);
  io_listener_close(local);
  tcp = local = NULL;
  signal_close(watch); // so that the next one does what it usually does
  watch = NULL;
  code = await task_timeout(server->grace, wait_for_all(connections));
  return code == -ETIMEDOUT ? 0 : code; // time is up: they are closed
}

static int usage(void) {
  fprintf(stderr, "usage: " PROGRAM " [--address ADDRESS] [--port PORT]"
                  " [--unix PATH] [--limit CONNECTIONS]\n"
                  "       [--idle SECONDS] [--grace SECONDS]\n");
  return 2;
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"address", required_argument, NULL, 'a'},
      {"port", required_argument, NULL, 'p'},
      {"unix", required_argument, NULL, 'u'},
      {"limit", required_argument, NULL, 'l'},
      {"idle", required_argument, NULL, 'i'},
      {"grace", required_argument, NULL, 'g'},
      {0}};
  struct server server = {.address = "127.0.0.1",
                          .port = 7777,
                          .idle = 60 * 1000,
                          .grace = 10 * 1000,
                          .places.free = 10000};
  int option;
  while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0)
    switch (option) {
    case 'a':
      server.address = optarg;
      break;
    case 'p':
      server.port = (int)number_of(optarg, 65535);
      break;
    case 'u':
      server.path = optarg;
      break;
    case 'l':
      server.places.free = number_of(optarg, 1000000);
      break;
    case 'i':
      server.idle = number_of(optarg, 1000000) * UINT64_C(1000);
      break;
    case 'g':
      server.grace = number_of(optarg, 1000000) * UINT64_C(1000);
      break;
    default:
      return usage();
    }
  if (optind != argc || !server.places.free || !server.idle)
    return usage();
  return task_run(serve(&server)) ? 1 : 0;
}
