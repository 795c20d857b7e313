// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An echo server with libuv's callbacks: echo-by-hand PORT.

#define _GNU_SOURCE
#include "serve.h"

struct connection {
  uv_tcp_t tcp; // first: a handle is its connection
  uv_write_t write;
  char buffer[4096];
};

static void on_closed(uv_handle_t *handle) { free(handle); }

static void end(struct connection *connection) {
  uv_handle_t *handle = (uv_handle_t *)&connection->tcp;
  if (!uv_is_closing(handle))
    uv_close(handle, on_closed);
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
  struct connection *connection = (struct connection *)handle;
  (void)suggested;
  *buffer = uv_buf_init(connection->buffer, sizeof connection->buffer);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer);

static void on_written(uv_write_t *request, int status) {
  if (status || uv_read_start(request->handle, on_room, on_read))
    end((struct connection *)request->handle);
}

/// Reads no more while something is left to be written.
static void on_read(uv_stream_t *stream, ssize_t count,
                    const uv_buf_t *buffer) {
  struct connection *connection = (struct connection *)stream;
  if (count < 0) {
    end(connection);
    return;
  }
  uv_buf_t rest = uv_buf_init(buffer->base, (unsigned)count);
  int written = count ? uv_try_write(stream, &rest, 1) : 0;
  if (written == count)
    return;
  if (written < 0 && written != UV_EAGAIN) {
    end(connection);
    return;
  }
  if (written > 0) {
    rest.base += written;
    rest.len -= (size_t)written;
  }
  uv_read_stop(stream);
  if (uv_write(&connection->write, stream, &rest, 1, on_written))
    end(connection);
}

static void on_connection(uv_stream_t *listener, int status) {
  if (status)
    return;
  struct connection *connection = room(sizeof *connection);
  uv_stream_t *stream = (uv_stream_t *)&connection->tcp;
  check(uv_tcp_init(listener->loop, &connection->tcp), "socket");
  if (uv_accept(listener, stream) || uv_tcp_nodelay(&connection->tcp, 1) ||
      uv_read_start(stream, on_room, on_read))
    end(connection);
}

int main(int argc, char **argv) {
  return argc == 2 ? serve(argv[1], on_connection) : 2;
}
