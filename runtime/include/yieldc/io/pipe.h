// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pipes, pairs of sockets, and streams of descriptors that are there already,
// such as stdin. stream.h says how they are read and written.

#ifndef YIELDC_IO_PIPE_H
#define YIELDC_IO_PIPE_H
#pragma GCC system_header

#include <yieldc/io/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A pipe: what is written to the one is read from the other. 0, and both are
/// the caller's, who closes them; or a code. The end of what is read comes when
/// the writer is closed (io_shutdown is for sockets). The wrong direction is
/// refused: -ENOTCONN, -EPIPE. Two allocations.
int io_pipe(struct io_stream **reader, struct io_stream **writer);

/// Two Unix sockets that are connected, for both directions.
int io_socketpair(struct io_stream **one, struct io_stream **other);

/// A stream of a descriptor that is a pipe, a connected socket (TCP or Unix) or
/// a terminal. It owns the descriptor from then on, unless this fails:
/// -ENOTSUP for a file, a folder or a device such as /dev/null, which are never
/// waited for (file.h reads them), and for other sockets; -EBADF; -EEXIST if it
/// is a stream of this loop already.
///
/// stdin, stdout and stderr may be any of all these, as the shell was told; so
/// try io_open, and on -ENOTSUP file.h. They stay open when their stream is
/// closed. A pipe or socket is made non-blocking, also for whoever has it too:
/// printf to the same one may then fail with EAGAIN. A terminal is opened anew,
/// so that is so within this program and its children only.
int io_open(struct io_stream **stream, int fd);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_PIPE_H
