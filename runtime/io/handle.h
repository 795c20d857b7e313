// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Streams that are handles of libuv, and sockets that listen for them. Not
// installed.

#ifndef YIELDC_RUNTIME_IO_HANDLE_H
#define YIELDC_RUNTIME_IO_HANDLE_H

#include "stream.h"

struct io_handle {
  struct io_stream stream;
  uv_write_t *write; ///< once one had to wait
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
    uv_tty_t tty;
  } uv; ///< has room for its kind only
};

/// Makes one: UV_TCP or UV_NAMED_PIPE; null, and a code. UV_TTY: of `fd`.
struct io_handle *io_handle_new(uv_handle_type type, int fd, int *code);
/// Gives one back that nobody has seen.
void io_handle_discard(struct io_handle *handle);
/// The handle of a stream, if it is one of these.
int io_handle_of(struct io_stream *stream, struct io_handle **handle);
/// Its file descriptor, or a code.
int io_handle_fd(struct io_stream *stream);

#endif // YIELDC_RUNTIME_IO_HANDLE_H
