// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not installed.

#ifndef YIELDC_RUNTIME_IO_LISTENER_H
#define YIELDC_RUNTIME_IO_LISTENER_H

#include "handle.h"
#include <yieldc/io/listener.h>

struct io_listener {
  void *thread;
  struct task_links waiters;
  bool is_tcp;
  bool pending; ///< libuv has a connection that nobody has asked for
  int failure;  ///< that nobody was told of
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  } uv;
};

/// One that does not listen yet.
int io_listener_new(struct io_listener **listener, bool is_tcp);
int io_listener_listen(struct io_listener *listener, int backlog);

#endif // YIELDC_RUNTIME_IO_LISTENER_H
