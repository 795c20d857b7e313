// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Streams of bytes: TCP connections, Unix sockets, pipes, terminals, and TLS
// over one of them. Made by tcp.h, unix.h, pipe.h, process.h and tls.h;
// reader.h and writer.h add buffers.
//
// A stream is closed by who has it, once, with io_close or io_auto_close. It
// belongs to the thread whose loop it was made in; from another one the answer
// is -EPERM. One task at a time may read from it (-EBUSY); any number may
// write, in the order in which they began. Null is -EINVAL.
//
// What an operation needs lies in the awaiting frame. Nothing is allocated, but
// once for each stream, when a write has to wait for the first time.
// Results are numbers of bytes, or negative codes. -ECONNABORTED: the stream
// was closed meanwhile, or is broken because a write was given up half way.

#ifndef YIELDC_IO_STREAM_H
#define YIELDC_IO_STREAM_H
#pragma GCC system_header

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <uv.h>
#include <yieldc/task/time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct io_stream;

/// What waits for something of a stream. Its members are for the library.
struct io_request {
  struct io_stream *stream;
  void (*done)(struct io_request *request, ssize_t result);
  bool only_waits; ///< is that of a struct io_wait
  bool has_timer, timed_out;
  bool given_up; ///< its task is cancelled
};

/// `ssize_t await io_read(stream, data, size)`: waits for bytes, and reads at
/// most `size` (not 0: -EINVAL). 0 at the end of the stream, then and ever
/// after; -ETIMEDOUT at the deadline. If the task is cancelled no byte is lost.
struct io_read {
  struct task_op op;
  ssize_t result;
  struct io_request request;
  char *data; ///< for the library: null until memory() was asked
  size_t size;
  void (*memory)(struct io_read *read);
  struct task_timer timer; ///< if the stream has a deadline
};
extern const struct task_op_kind io_read_kind;
task_must_await static inline struct io_read io_read(struct io_stream *stream,
                                                     void *data, size_t size) {
  struct io_read op;
  op.op.kind = &io_read_kind;
  op.op.status = 0;
  op.request.stream = stream;
  op.request.only_waits = false;
  op.data = (char *)data;
  op.size = size;
  return op;
}

/// `int await io_wait(stream)`: until io_read would give something, also the
/// end of the stream: 0, or a code. For those who get memory for it only then:
/// it takes less room than a read. The deadline of the stream is not looked at.
struct io_wait {
  struct task_op op;
  int result;
  struct io_request request;
};
extern const struct task_op_kind io_wait_kind;
task_must_await static inline struct io_wait io_wait(struct io_stream *stream) {
  struct io_wait op;
  op.op.kind = &io_wait_kind;
  op.op.status = 0;
  op.request.stream = stream;
  op.request.only_waits = true;
  return op;
}

/// `ssize_t await io_write(stream, data, size)`: writes all, and gives `size`.
/// Waits while the other side does not read; -EPIPE if nobody will (the signal
/// SIGPIPE is ignored from the first stream on, unless the program handles it).
/// Given up half way, by a deadline or because the task is cancelled, it breaks
/// the stream: nobody could know what was written.
struct io_write {
  struct task_op op;
  ssize_t result;
  struct io_request request;
  const struct iovec *pieces; ///< those left
  size_t count;
  size_t offset; ///< in the first of them
  size_t total;  ///< written
  struct iovec one;
  struct task_timer timer; ///< if the stream has a deadline
  struct io_write *next;   ///< who waits behind it
  bool shuts;              ///< it is the end of what is written
};
extern const struct task_op_kind io_write_kind;
task_must_await static inline struct io_write
io_write(struct io_stream *stream, const void *data, size_t size) {
  struct io_write op;
  op.op.kind = &io_write_kind;
  op.op.status = 0;
  op.request.stream = stream;
  op.pieces = NULL;
  op.count = 1;
  op.one.iov_base = (void *)data;
  op.one.iov_len = size;
  op.shuts = false;
  return op;
}

/// `ssize_t await io_writev(stream, pieces, count)`: the same of several
/// pieces, as if they were one. The array must last as long. -EINVAL if it is
/// null.
task_must_await static inline struct io_write
io_writev(struct io_stream *stream, const struct iovec *pieces, size_t count) {
  struct io_write op = io_write(stream, NULL, 0);
  op.pieces = pieces;
  op.count = pieces ? count : SIZE_MAX;
  return op;
}

/// `ssize_t await io_shutdown(stream)`: ends what this side writes; the other
/// one reads the end of the stream. Reading goes on. 0 or a code: -ENOTSUP for
/// what is no socket.
task_must_await static inline struct io_write
io_shutdown(struct io_stream *stream) {
  struct io_write op = io_write(stream, NULL, 0);
  op.shuts = true;
  return op;
}

/// Closes it, at once, and frees it. Other tasks that read or write it get
/// -ECONNABORTED. Null is fine. Does not suspend.
void io_close(struct io_stream *stream);

/// The time, of task_now(), at which reading (writing) ends with -ETIMEDOUT,
/// for operations that begin after this. 0: never. A read can be tried again.
int io_read_deadline(struct io_stream *stream, uint64_t when);
int io_write_deadline(struct io_stream *stream, uint64_t when);

/// The same for task_spawn_owning: task_spawn_owning(g, serve(s), io_release,
/// s)
void io_release(void *stream);

// io_auto_close struct io_stream *s = …: closed when the scope ends, also when
// the task is cancelled there.
#define io_auto_close __attribute__((cleanup(io_close_variable)))
static inline void io_close_variable(struct io_stream **variable) {
  io_close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_STREAM_H
