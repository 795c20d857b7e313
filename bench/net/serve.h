// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How both servers by hand begin.

#ifndef YIELDC_BENCH_NET_SERVE_H
#define YIELDC_BENCH_NET_SERVE_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

static inline void check(int code, const char *what) {
  if (code) {
    fprintf(stderr, "%s: %s\n", what, uv_strerror(code));
    exit(1);
  }
}

static inline void *room(size_t size) {
  void *memory = malloc(size);
  check(memory ? 0 : UV_ENOMEM, "connection");
  return memory;
}

/// Serves at 127.0.0.1 until the process is killed.
static inline int serve(const char *port, uv_connection_cb on_connection) {
  static uv_tcp_t listener;
  struct sockaddr_in address;
  signal(SIGPIPE, SIG_IGN);
  check(uv_ip4_addr("127.0.0.1", atoi(port), &address), "address");
  check(uv_tcp_init(uv_default_loop(), &listener), "socket");
  check(uv_tcp_bind(&listener, (struct sockaddr *)&address, 0), "bind");
  check(uv_listen((uv_stream_t *)&listener, 4096, on_connection), "listen");
  puts("ready");
  fflush(stdout);
  return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

#endif // YIELDC_BENCH_NET_SERVE_H
