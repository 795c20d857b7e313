// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// net-http PORT: answers each request with 13 bytes. Prints "ready" when it
// listens.

#include <stdio.h>
#include <stdlib.h>
#include <yieldc/io.h>
#include <yieldc/io/http.h>

static task(int) hello(struct http_exchange *exchange) {
  return (int)await http_answer(exchange, 200, "text/plain", "Hello, world\n",
                                13);
}

static task(int) serve(int port) {
  struct http_server server = {.handler = hello, .connections = 100000};
  struct io_listener *listener;
  int code = tcp_listen(&listener, "127.0.0.1", port, NULL);
  if (code)
    return code;
  puts("ready");
  fflush(stdout);
  return await http_serve(&server, listener);
}

int main(int argc, char **argv) {
  return argc == 2 ? -task_run(serve(atoi(argv[1]))) : 2;
}
