// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading with a buffer: an exact number of bytes, up to a delimiter, by lines.
//
// A reader is a variable that belongs to who has the stream; the stream is not
// closed with it. One task at a time (-EBUSY). It holds memory only while there
// are bytes that nobody has taken: a thousand idle connections have none. What
// it gives pointers to stays until the next operation on it.

#ifndef YIELDC_IO_READER_H
#define YIELDC_IO_READER_H
#pragma GCC system_header

#include <yieldc/io/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

/// struct io_reader r = {.stream = s}; Members but the first four are for the
/// library.
struct io_reader {
  struct io_stream *stream;
  size_t limit;     ///< of what it holds; 0: 64 KiB
  char *lent;       ///< memory of yours, in whose place it allocates only what
  size_t lent_size; ///< has no room there; null: none
  char *data;
  size_t start, end, capacity;
};

/// Gives back what it holds, and drops what is in there. Null is fine.
void io_reader_free(struct io_reader *reader);
/// struct io_reader r io_auto_free_reader = {.stream = s};
#define io_auto_free_reader __attribute__((cleanup(io_reader_free)))

/// What is there, without waiting: `size` bytes; and takes some of it.
static inline char *io_reader_data(struct io_reader *reader, size_t *size) {
  *size = reader->end - reader->start;
  return reader->data + reader->start;
}
static inline void io_reader_take(struct io_reader *reader, size_t size) {
  size_t most = reader->end - reader->start;
  reader->start += size < most ? size : most;
}

enum io_get_kind { IO_FILL, IO_GET, IO_GET_ALL, IO_GET_UNTIL, IO_GET_LINE };

/// What awaiting one of these gives is a number of bytes, or a code: those of
/// io_read, and -ENOMEM. Its members are for the library.
struct io_get {
  struct task_op op;
  ssize_t result;
  struct io_reader *reader;
  enum io_get_kind kind;
  void *data; ///< where to
  size_t size, done;
  const char *delimiter;
  /// Looks at what was got, and may change it; false: that was not enough.
  bool (*filter)(struct io_get *get);
  void *context; ///< for the filter
  struct io_read read;
};
extern const struct task_op_kind io_get_kind;
static inline struct io_get io_getting(struct io_reader *reader,
                                       enum io_get_kind kind, void *data,
                                       size_t size) {
  struct io_get op;
  op.op.kind = &io_get_kind;
  op.op.status = 0;
  op.reader = reader;
  op.kind = kind;
  op.data = data;
  op.size = size;
  op.delimiter = NULL;
  op.filter = NULL;
  return op;
}

/// `ssize_t await io_fill(r, size)`: until so many bytes are in the buffer, or
/// the stream ends; how many there are. -EMSGSIZE if that is more than its
/// limit.
task_must_await static inline struct io_get io_fill(struct io_reader *reader,
                                                    size_t size) {
  return io_getting(reader, IO_FILL, NULL, size);
}

/// `ssize_t await io_get(r, data, size)`: some, as io_read.
task_must_await static inline struct io_get io_get(struct io_reader *reader,
                                                   void *data, size_t size) {
  return io_getting(reader, IO_GET, data, size);
}

/// `ssize_t await io_get_all(r, data, size)`: exactly so many; less only if the
/// stream ends before. (If the task is cancelled, or the deadline comes, what
/// was read until then is lost.)
task_must_await static inline struct io_get
io_get_all(struct io_reader *reader, void *data, size_t size) {
  return io_getting(reader, IO_GET_ALL, data, size);
}

/// `ssize_t await io_get_until(r, delimiter, length, &piece)`: up to and with
/// the delimiter; `piece` points to it in the buffer. 0 at the end of the
/// stream; without the delimiter, what the stream ends with. -EMSGSIZE if there
/// is none within the limit: nothing is taken then.
task_must_await static inline struct io_get
io_get_until(struct io_reader *reader, const char *delimiter, size_t length,
             char **piece) {
  struct io_get op = io_getting(reader, IO_GET_UNTIL, piece, length);
  op.delimiter = delimiter;
  return op;
}

/// `ssize_t await io_get_line(r, &line)`: the same to the end of a line, of
/// which the '\n', or "\r\n", becomes a zero (or is missing in the last one).
/// What it gives counts these characters too: it is 0 only at the end of the
/// stream.
task_must_await static inline struct io_get
io_get_line(struct io_reader *reader, char **line) {
  return io_getting(reader, IO_GET_LINE, line, 1);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_READER_H
