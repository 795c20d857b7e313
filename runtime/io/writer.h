// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not installed.

#ifndef YIELDC_RUNTIME_IO_WRITER_H
#define YIELDC_RUNTIME_IO_WRITER_H

#include <yieldc/io/writer.h>

/// Makes room for so many bytes behind what is in the buffer: where, or null.
/// Who fills it adds to writer->size.
char *io_writer_room(struct io_writer *writer, size_t size);

/// Writes what is in it, if that goes without waiting: false if io_flush is to
/// be awaited.
bool io_writer_now(struct io_writer *writer);

#endif // YIELDC_RUNTIME_IO_WRITER_H
