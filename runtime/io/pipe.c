// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "pipe.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <yieldc/io/pipe.h>

int io_adopt(struct io_stream **stream, uv_handle_type type, int fd) {
  int code = task_loop ? 0 : -EINVAL;
  struct io_handle *handle = code ? NULL : io_handle_new(type, fd, &code);
  if (!handle)
    return code;
  if (type == UV_TTY) {
    // (libuv has opened the terminal anew, and put that also in place of `fd`.)
    uv_os_fd_t reopened;
    if (uv_fileno(&handle->uv.handle, &reopened) == 0 && reopened != fd &&
        fd > STDERR_FILENO)
      close(fd);
  } else {
    code = type == UV_TCP ? uv_tcp_open(&handle->uv.tcp, fd)
                          : uv_pipe_open(&handle->uv.pipe, fd);
    if (!code && type == UV_TCP)
      uv_tcp_nodelay(&handle->uv.tcp, 1);
  }
  if (code)
    io_handle_discard(handle);
  else
    *stream = &handle->stream;
  return code;
}

static int adopt_both(struct io_stream **one, struct io_stream **other,
                      const int fds[2]) {
  struct io_stream *first;
  int code = io_adopt(&first, UV_NAMED_PIPE, fds[0]);
  if (code) {
    close(fds[0]);
  } else if ((code = io_adopt(other, UV_NAMED_PIPE, fds[1]))) {
    io_close(first);
  } else {
    *one = first;
    return 0;
  }
  close(fds[1]);
  return code;
}

int io_pipe(struct io_stream **reader, struct io_stream **writer) {
  int fds[2], code = reader && writer && reader != writer ? 0 : -EINVAL;
  if (!code)
    code = uv_pipe(fds, UV_NONBLOCK_PIPE, UV_NONBLOCK_PIPE);
  return code ? code : adopt_both(reader, writer, fds);
}

int io_socketpair(struct io_stream **one, struct io_stream **other) {
  int fds[2], code = one && other && one != other ? 0 : -EINVAL;
  if (!code)
    code =
        uv_socketpair(SOCK_STREAM, 0, fds, UV_NONBLOCK_PIPE, UV_NONBLOCK_PIPE);
  return code ? code : adopt_both(one, other, fds);
}

int io_open(struct io_stream **stream, int fd) {
  if (!stream)
    return -EINVAL;
  if (fcntl(fd, F_GETFD) < 0)
    return -errno;
  uv_handle_type type = uv_guess_handle(fd);
  // The master of a pseudo-terminal is one too, but can't be opened anew.
  unsigned number;
  if (type == UV_TTY && ioctl(fd, TIOCGPTN, &number) == 0)
    type = UV_NAMED_PIPE;
  return type == UV_NAMED_PIPE || type == UV_TCP || type == UV_TTY
             ? io_adopt(stream, type, fd)
             : -ENOTSUP;
}
