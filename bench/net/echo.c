// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// net-echo PORT: an echo server of tasks. Prints "ready" when it listens.

#include <stdio.h>
#include <stdlib.h>
#include <yieldc/io.h>

static task(int) echo(tcp_conn *accepted) {
  io_auto_close tcp_conn *conn = accepted;
  char buffer[4096];
  ssize_t n;
  while ((n = await tcp_read(conn, buffer, sizeof buffer)) > 0)
    if ((n = await tcp_write(conn, buffer, (size_t)n)) < 0)
      break;
  return 0;
}

static task(int) serve(int port) {
  struct io_listener *listener;
  int code = tcp_listen(&listener, "127.0.0.1", port, NULL);
  if (code)
    return code;
  puts("ready");
  fflush(stdout);
  task_group(connections);
  for (;;) {
    tcp_conn *conn = task_catch(code, await io_accept(listener));
    if (!code)
      task_spawn_owning(connections, echo(conn), io_release, conn);
    else if (code == -ECANCELED)
      return code;
  }
}

int main(int argc, char **argv) {
  return argc == 2 ? -task_run(serve(atoi(argv[1]))) : 2;
}
