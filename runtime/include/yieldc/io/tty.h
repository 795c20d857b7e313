// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Terminals. One is an io_stream that io_open has made (pipe.h); for all other
// streams the answer is -ENOTSUP, so it also tells whether it is one.

#ifndef YIELDC_IO_TTY_H
#define YIELDC_IO_TTY_H
#pragma GCC system_header

#include <stdbool.h>
#include <yieldc/io/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many columns and lines it has; either may be null. 0 for one that does
/// not know. The signal SIGWINCH tells that they have changed. 0 or a code.
int tty_size(struct io_stream *terminal, int *columns, int *rows);

/// Raw: each key is read at once, as the bytes it sends, control-C too, and
/// nothing is echoed. Off: as it was before. It is also when the stream is
/// closed, and when the program ends by exit(), but not by a signal. Waits
/// until what was written is out. 0 or a code.
int tty_raw(struct io_stream *terminal, bool on);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_TTY_H
