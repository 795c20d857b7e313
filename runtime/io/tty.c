// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// io/handle.c has it as it was when it is closed.

#include "handle.h"
#include <stdlib.h>
#include <yieldc/io/tty.h>

static int tty_of(struct io_stream *stream, uv_tty_t **tty) {
  struct io_handle *handle;
  int code = io_handle_of(stream, &handle);
  if (!code && handle->uv.handle.type != UV_TTY)
    code = -ENOTSUP;
  if (!code)
    *tty = &handle->uv.tty;
  return code;
}

int tty_size(struct io_stream *terminal, int *columns, int *rows) {
  int width, height;
  uv_tty_t *tty;
  int code = tty_of(terminal, &tty);
  if (!code)
    code = uv_tty_get_winsize(tty, &width, &height);
  if (!code && columns)
    *columns = width;
  if (!code && rows)
    *rows = height;
  return code;
}

static void reset(void) { uv_tty_reset_mode(); }
static void reset_at_exit(void) { atexit(reset); }

int tty_raw(struct io_stream *terminal, bool on) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  uv_tty_t *tty;
  int code = tty_of(terminal, &tty);
  if (code)
    return code;
  pthread_once(&once, reset_at_exit);
  return uv_tty_set_mode(tty, on ? UV_TTY_MODE_RAW : UV_TTY_MODE_NORMAL);
}
