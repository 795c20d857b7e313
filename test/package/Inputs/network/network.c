// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A server, and a client that asks it.

#include <stdio.h>
#include <yieldc/io.h>
#include <yieldc/io/fetch.h>
#include <yieldc/io/http.h>
#include <yieldc/io/tls.h>

static task(int) hello(struct http_exchange *x) {
  return (int)await http_answer(x, 200, "text/plain", "hello", 5);
}

static task(int) ask(struct http_server *server, int port) {
  struct fetch_client *client;
  fetch_auto_free struct fetch_answer answer = {0};
  struct fetch_request request = {0};
  char url[64];
  int code = fetch_client_open(&client, NULL);
  if (code)
    return code;
  snprintf(url, sizeof url, "http://127.0.0.1:%d/", port);
  request.url = url;
  code = await fetch(client, &request, &answer);
  if (!code)
    printf("%d %.*s\n", answer.status, (int)answer.length, answer.body);
  fetch_client_close(client);
  http_stop(server);
  return code;
}

static task(int) run(void) {
  struct http_server server = {.handler = hello};
  struct tls_context *context;
  const char *reason;
  struct io_listener *listener;
  int code = tls_context_client(&context, NULL, &reason);
  if (code || (code = tcp_listen(&listener, "127.0.0.1", 0, NULL)))
    return code;
  tls_context_close(context);
  task_group(g);
  task_spawn(g, ask(&server, io_listener_port(listener)));
  code = await http_serve(&server, listener);
  io_listener_close(listener);
  return code;
}

int main(void) { return -task_run(run()); }
