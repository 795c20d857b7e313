// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not installed.

#ifndef YIELDC_RUNTIME_IO_PIPE_H
#define YIELDC_RUNTIME_IO_PIPE_H

#include "handle.h"

/// Makes a stream of a descriptor, which is its own then; or a code. Of a
/// UV_NAMED_PIPE, which is a Unix socket too, a UV_TCP, or a UV_TTY.
int io_adopt(struct io_stream **stream, uv_handle_type type, int fd);

#endif // YIELDC_RUNTIME_IO_PIPE_H
