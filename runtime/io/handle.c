// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libuv goes on reading when a task has got what it asked for: telling it to
// stop and to start again would be two system calls, and most tasks read again
// before more is there. If libuv finds something, and nobody asks, it is left
// in the kernel, and who reads next reads it at once; found so a second time,
// libuv is told to stop.

#include "handle.h"
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// Pieces that are written by one system call.
enum { PIECES = 16 };

static struct io_handle *of(struct io_stream *stream) {
  return (struct io_handle *)stream;
}

// ---- Reading ----------------------------------------------------------------

static void stop_reading(struct io_handle *handle) {
  handle->stream.reading = false;
  uv_read_stop(&handle->uv.stream);
}

static void on_room(uv_handle_t *uv, size_t suggested, uv_buf_t *buffer) {
  struct io_request *reader = ((struct io_handle *)uv->data)->stream.reader;
  struct io_read *read = NULL;
  int unused;
  (void)suggested;
  if (reader)
    read = io_read_room(reader, &unused);
  buffer->base = read ? read->data : NULL;
  buffer->len = read ? read->size : 0;
}

/// libuv found something, but nobody has room for it.
static void on_no_room(struct io_handle *handle) {
  struct io_stream *stream = &handle->stream;
  if (stream->unread)
    stop_reading(handle);
  else
    stream->unread = true;
  if (stream->reader)
    io_read_done(stream, stream->reader->only_waits ? 1 : -ENOMEM);
}

/// The end of a stream, or why it has none: libuv's uv__stream_io takes a
/// hang-up behind the last bytes for an end, also where a reset was the reason.
static int end_of(struct io_handle *handle) {
  int error = 0;
  socklen_t size = sizeof error;
  uv_os_fd_t fd;
  if (uv_fileno(&handle->uv.handle, &fd) ||
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size))
    return 0; // it is no socket
  return -error;
}

static void on_read(uv_stream_t *uv, ssize_t count, const uv_buf_t *buffer) {
  struct io_handle *handle = uv->data;
  struct io_stream *stream = &handle->stream;
  (void)buffer;
  if (count == UV_ENOBUFS) {
    on_no_room(handle);
  } else if (count && !stream->reader) {
    stop_reading(handle); // the other side has gone; a read will find it again
  } else if (count) {     // else there was nothing after all
    if (count < 0) {
      stream->reading = false;
      count =
          io_read_ended(stream, count == UV_EOF ? end_of(handle) : (int)count);
    }
    io_read_done(stream, count);
  }
  task_loop_turn();
}

/// If there is something, as libuv has found before. (A terminal's descriptor
/// may block.)
static ssize_t read_now(struct io_stream *stream, char *data, size_t size) {
  struct io_handle *handle = of(stream);
  uv_os_fd_t fd;
  ssize_t count;
  if (!stream->unread || handle->uv.handle.type == UV_TTY)
    return -EAGAIN;
  uv_fileno(&handle->uv.handle, &fd);
  do
    count = read(fd, data, size);
  while (count < 0 && errno == EINTR);
  stream->unread = false;
  if (count > 0)
    return count;
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    return -EAGAIN;
  stop_reading(handle);
  return io_read_ended(stream, count ? -errno : 0);
}

static ssize_t read_from(struct io_request *request) {
  struct io_handle *handle = of(request->stream);
  if (handle->stream.unread) {
    int code;
    struct io_read *reader = io_read_room(request, &code);
    if (!reader)
      return code;
    ssize_t count = read_now(&handle->stream, reader->data, reader->size);
    if (count != -EAGAIN)
      return count;
  }
  handle->stream.unread = false;
  if (!handle->stream.reading) {
    int code = uv_read_start(&handle->uv.stream, on_room, on_read);
    if (code)
      return code;
    handle->stream.reading = true;
  }
  return -EAGAIN;
}

static void cancel_read(struct io_stream *stream) { (void)stream; }

// ---- Writing ----------------------------------------------------------------

/// The first of the pieces that are left.
static unsigned pieces_of(const struct io_write *write, uv_buf_t *pieces,
                          unsigned most) {
  size_t offset = write->offset;
  unsigned count = 0;
  for (size_t i = 0; i < write->count && count < most; ++i, offset = 0) {
    size_t length = write->pieces[i].iov_len - offset;
    if (length)
      pieces[count++] =
          uv_buf_init((char *)write->pieces[i].iov_base + offset,
                      length < INT32_MAX ? (unsigned)length : INT32_MAX);
  }
  return count;
}

static void advance(struct io_write *write, size_t written) {
  write->total += written;
  while (write->count && written >= write->pieces->iov_len - write->offset) {
    written -= write->pieces->iov_len - write->offset;
    write->offset = 0;
    ++write->pieces;
    --write->count;
  }
  write->offset += written;
}

static ssize_t write_to(struct io_write *write);

static void on_written(uv_write_t *request, int status) {
  struct io_handle *handle = request->handle->data;
  struct io_write *write = io_first_writer(&handle->stream);
  if (status == 0) {
    // (`data` tells how much it was.)
    advance(write, (size_t)(uintptr_t)request->data);
    ssize_t result = write_to(write);
    if (result == -EAGAIN)
      return;
    io_write_done(&handle->stream, result);
  } else {
    io_write_done(&handle->stream, status);
  }
  task_loop_turn();
}

static int shut(struct io_handle *handle) {
  uv_os_fd_t fd;
  int code = uv_fileno(&handle->uv.handle, &fd);
  if (!code && shutdown(fd, SHUT_WR))
    code = errno == ENOTSOCK ? -ENOTSUP : -errno;
  handle->stream.is_shut = !code;
  return code;
}

/// What the kernel takes now: a number of bytes, or a code. (Nothing waits in
/// libuv, which would be asked in vain whether that is so. A terminal's
/// descriptor may block: libuv knows.)
static ssize_t write_some(struct io_handle *handle, const uv_buf_t *pieces,
                          unsigned count) {
  uv_os_fd_t fd;
  ssize_t written;
  if (handle->uv.handle.type == UV_TTY)
    return uv_try_write(&handle->uv.stream, pieces, count);
  if (!uv_is_writable(&handle->uv.stream))
    return -EPIPE;
  uv_fileno(&handle->uv.handle, &fd);
  do
    written = count == 1 ? write(fd, pieces->base, pieces->len)
                         : writev(fd, (const struct iovec *)pieces, (int)count);
  while (written < 0 && errno == EINTR);
  return written >= 0                               ? written
         : errno == EWOULDBLOCK || errno == ENOBUFS ? -EAGAIN
                                                    : -errno;
}

static ssize_t write_now(struct io_stream *stream, const char *data,
                         size_t size) {
  uv_buf_t piece = uv_buf_init((char *)data, (unsigned)size);
  return size > INT32_MAX || stream->is_closing || stream->is_shut
             ? -EAGAIN
             : write_some(of(stream), &piece, 1);
}

static ssize_t write_to(struct io_write *write) {
  struct io_handle *handle = of(write->request.stream);
  uv_buf_t pieces[PIECES];
  unsigned count;
  if (handle->stream.is_closing)
    return -ECONNABORTED;
  if (handle->stream.is_shut)
    return write->shuts ? 0 : -EPIPE;
  if (write->shuts)
    return shut(handle);
  while ((count = pieces_of(write, pieces, PIECES))) {
    ssize_t written = write_some(handle, pieces, count);
    if (written == -EAGAIN)
      break;
    if (written < 0)
      return written;
    if (write->count == 1 && !write->offset &&
        (size_t)written == write->pieces->iov_len)
      return (ssize_t)write->total + written;
    advance(write, (size_t)written);
  }
  if (!count)
    return (ssize_t)write->total;
  if (!handle->write && !(handle->write = malloc(sizeof *handle->write)))
    return -ENOMEM;
  // (libuv has room for four; more it would allocate.)
  count = pieces_of(write, pieces, 4);
  size_t length = 0;
  for (unsigned i = 0; i < count; ++i)
    length += pieces[i].len;
  handle->write->data = (void *)(uintptr_t)length;
  int code =
      uv_write(handle->write, &handle->uv.stream, pieces, count, on_written);
  return code ? code : -EAGAIN;
}

// ---- Closing ----------------------------------------------------------------

static void free_closed(struct io_handle *handle) {
  if (!handle->stream.is_closed || !handle->stream.is_released)
    return;
  free(handle->write);
  free(handle);
}

static void on_closed(uv_handle_t *uv) {
  struct io_handle *handle = uv->data;
  handle->stream.is_closed = true;
  free_closed(handle);
}

/// libuv lets go of what is being written only when the handle is closed.
static void close_handle(struct io_stream *stream) {
  struct io_handle *handle = of(stream);
  if (!handle->stream.is_closing) {
    if (handle->uv.handle.type == UV_TTY) // if it is raw
      uv_tty_set_mode(&handle->uv.tty, UV_TTY_MODE_NORMAL);
    uv_close(&handle->uv.handle, on_closed);
  }
  handle->stream.is_closing = true;
}

static void release(struct io_stream *stream) {
  close_handle(stream);
  stream->is_released = true;
  free_closed(of(stream));
}

static const struct io_stream_class handle_class = {.read = read_from,
                                                    .read_cancel = cancel_read,
                                                    .read_now = read_now,
                                                    .write = write_to,
                                                    .write_now = write_now,
                                                    .write_cancel =
                                                        close_handle,
                                                    .close = release};

// ---- Making -----------------------------------------------------------------

struct io_handle *io_handle_new(uv_handle_type type, int fd, int *code) {
  size_t size = type == UV_TCP   ? sizeof(uv_tcp_t)
                : type == UV_TTY ? sizeof(uv_tty_t)
                                 : sizeof(uv_pipe_t);
  struct io_handle *handle = malloc(offsetof(struct io_handle, uv) + size);
  if (!handle) {
    *code = -ENOMEM;
    return NULL;
  }
  memset(handle, 0, offsetof(struct io_handle, uv));
  io_stream_init(&handle->stream, &handle_class);
  uv_loop_t *loop = &task_loop->uv;
  *code = type == UV_TCP   ? uv_tcp_init(loop, &handle->uv.tcp)
          : type == UV_TTY ? uv_tty_init(loop, &handle->uv.tty, fd, 0)
                           : uv_pipe_init(loop, &handle->uv.pipe, 0);
  if (*code) {
    free(handle);
    return NULL;
  }
  handle->uv.handle.data = handle;
  return handle;
}

void io_handle_discard(struct io_handle *handle) { release(&handle->stream); }

int io_handle_of(struct io_stream *stream, struct io_handle **handle) {
  int code = io_stream_check(stream);
  if (code)
    return code;
  if (stream->kind != &handle_class)
    return -ENOTSUP;
  *handle = of(stream);
  return stream->is_closing ? -ECONNABORTED : 0;
}

int io_handle_fd(struct io_stream *stream) {
  struct io_handle *handle;
  uv_os_fd_t fd;
  int code = io_handle_of(stream, &handle);
  if (!code)
    code = uv_fileno(&handle->uv.handle, &fd);
  return code ? code : fd;
}
