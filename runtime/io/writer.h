// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not installed.

#ifndef YIELDC_RUNTIME_IO_WRITER_H
#define YIELDC_RUNTIME_IO_WRITER_H

#include <yieldc/io/writer.h>

/// Makes room for so many bytes behind what is in the buffer: where, or null.
/// Who fills it adds to writer->size.
char *io_writer_room(struct io_writer *writer, size_t size);

#endif // YIELDC_RUNTIME_IO_WRITER_H
