// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not installed.

#ifndef YIELDC_RUNTIME_IO_READER_H
#define YIELDC_RUNTIME_IO_READER_H

#include <yieldc/io/reader.h>

/// Reads some, if that goes without waiting, and if there is room: true if it
/// did.
bool io_reader_now(struct io_reader *reader);

#endif // YIELDC_RUNTIME_IO_READER_H
