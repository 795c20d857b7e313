// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writing with a buffer: many small pieces by one system call. Who puts more
// than the buffer has room for waits until the other side has read enough.
//
// A writer is a variable that belongs to who has the stream; the stream is not
// closed with it, and what was not flushed is not written. One task at a time
// (-EBUSY). It holds memory only while there is something in it.

#ifndef YIELDC_IO_WRITER_H
#define YIELDC_IO_WRITER_H
#pragma GCC system_header

#include <stdarg.h>
#include <yieldc/io/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

/// struct io_writer w = {.stream = s}; Members but the first four are for the
/// library.
struct io_writer {
  struct io_stream *stream;
  size_t room;      ///< from how many bytes on it writes; 0: 16 KiB
  char *lent;       ///< memory of yours, in whose place it allocates only what
  size_t lent_size; ///< has no room there; null: none
  char *data;
  size_t size, capacity;
  bool is_busy;
};

/// Gives back what it holds, which is dropped. Null is fine.
void io_writer_free(struct io_writer *writer);
/// struct io_writer w io_auto_free_writer = {.stream = s};
#define io_auto_free_writer __attribute__((cleanup(io_writer_free)))

/// Into the buffer, without waiting, however large that becomes. 0 or -ENOMEM,
/// -EBUSY, -EINVAL.
int io_writer_add(struct io_writer *writer, const void *data, size_t size);

/// What awaiting one of these gives: a code, those of io_write and -ENOMEM, or
/// not. Its members are for the library.
struct io_put {
  struct task_op op;
  ssize_t result;
  struct io_writer *writer;
  const void *data;
  size_t size;
  struct iovec pieces[2];
  struct io_write write;
};
extern const struct task_op_kind io_put_kind;
static inline struct io_put io_putting(struct io_writer *writer,
                                       const void *data, size_t size) {
  struct io_put op;
  op.op.kind = &io_put_kind;
  op.op.status = 0;
  op.result = 0;
  op.writer = writer;
  op.data = data;
  op.size = size;
  return op;
}

/// `ssize_t await io_put(w, data, size)`: into the buffer; what has no room
/// there is written, with what was in it, without being copied. Gives `size`.
task_must_await static inline struct io_put
io_put(struct io_writer *writer, const void *data, size_t size) {
  return io_putting(writer, data, size);
}

/// `ssize_t await io_print(w, format, …)`: text as by printf. The number of
/// characters. (The buffer becomes larger if it must.)
task_must_await struct io_put io_print(struct io_writer *writer,
                                       const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// `ssize_t await io_flush(w)`: writes what is in it. 0 or a code.
task_must_await static inline struct io_put io_flush(struct io_writer *writer) {
  return io_putting(writer, NULL, SIZE_MAX);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_WRITER_H
