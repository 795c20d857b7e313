// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all kinds of streams have in common. Not installed.

#ifndef YIELDC_RUNTIME_IO_STREAM_H
#define YIELDC_RUNTIME_IO_STREAM_H

#include "../task/loop.h"
#include <yieldc/io/stream.h>

/// A kind of stream. One read and one write at a time come here.
struct io_stream_class {
  /// Begins to read, or, if it only waits, to wait: a result, which is 1 for
  /// who waits, or -EAGAIN if io_read_done is to be called.
  ssize_t (*read)(struct io_request *request);
  /// It is given up: io_read_done is not to be called any more.
  void (*read_cancel)(struct io_stream *stream);
  /// Begins to write: a result, or -EAGAIN if io_write_done is to be called.
  ssize_t (*write)(struct io_write *write);
  /// It is given up: io_write_done is to be called, with -ECANCELED or with
  /// what came first. The stream breaks.
  void (*write_cancel)(struct io_stream *stream);
  /// Reads, or writes, some of it, as far as that goes without waiting: how
  /// much, -EAGAIN, or a code. Null where nobody can tell.
  ssize_t (*read_now)(struct io_stream *stream, char *data, size_t size);
  ssize_t (*write_now)(struct io_stream *stream, const char *data, size_t size);
  /// Closes it. If there is a write, io_write_done is to be called, and then
  /// the stream freed.
  void (*close)(struct io_stream *stream);
};

/// What each begins with. (Small: there may be a million that are idle.)
struct io_stream {
  const struct io_stream_class *kind;
  struct io_request *reader;        ///< who waits, or reads
  struct io_write *last_writer;     ///< behind it is the first, under way
  uint64_t read_until, write_until; ///< deadlines; 0: none
  void *thread;                     ///< to which it belongs
  int failure;                      ///< with which reading has ended
  bool ended : 1;                   ///< reading has
  bool is_shut : 1;                 ///< writing has
  bool is_broken : 1;               ///< a write was given up half way
  // For those that are handles of libuv:
  bool reading : 1;     ///< it is told to read
  bool unread : 1;      ///< it found something that nobody wanted
  bool is_closing : 1;  ///< it is told to close it
  bool is_closed : 1;   ///< it has
  bool is_released : 1; ///< the user has closed it
};

static inline struct io_write *io_first_writer(const struct io_stream *stream) {
  return stream->last_writer ? stream->last_writer->next : NULL;
}

void io_stream_init(struct io_stream *stream,
                    const struct io_stream_class *kind);

/// Whether another thread's, or none: 0 or a code.
static inline int io_stream_check(const struct io_stream *stream) {
  return !stream ? -EINVAL : stream->thread != &task_loop ? -EPERM : 0;
}

// Reading and writing that is a part of something else than an operation of its
// own. Filled in like that, with `done` (and `memory`, where data is null) set.

/// A result, or -EAGAIN if `done` is to be called later.
ssize_t io_begin_read(struct io_read *read);
/// Forgets it; also one that only waits.
void io_cancel_read(struct io_request *request);
/// As io_begin_read.
ssize_t io_begin_write(struct io_write *write);
/// `done` is to be called, now or later.
void io_cancel_write(struct io_write *write);

/// The read of a request that does not only wait.
static inline struct io_read *io_read_of(struct io_request *request) {
  return TASK_CONTAINER(struct io_read, request, request);
}

/// For kinds of streams: where a reader wants what there is, of which memory()
/// is asked; null if it only waits (io_read_done with 1), or there is no memory
/// (with -ENOMEM), which is what `code` becomes.
struct io_read *io_read_room(struct io_request *reader, int *code);

/// For kinds of streams: ends what is read, or the first write.
void io_read_done(struct io_stream *stream, ssize_t result);
void io_write_done(struct io_stream *stream, ssize_t result);

/// Reading has ended: gives what it is to give from now on.
static inline ssize_t io_read_ended(struct io_stream *stream, int failure) {
  stream->ended = true;
  return stream->failure = failure;
}

/// Short ways for what mostly goes without waiting: how much, or whatever else
/// than a positive number where the operation is to be awaited.
ssize_t io_read_now(struct io_stream *stream, char *data, size_t size);
ssize_t io_write_now(struct io_stream *stream, const char *data, size_t size);

/// That of an io_wait by a connection that may be closed any time.
extern const struct task_op_kind io_idle_kind;

/// For operations that are done on the spot: true. But if one turn of the loop
/// has seen many of these, false, and the task goes on behind the others.
bool io_done_at_once(struct task_op *op);

/// An operation has ended: with a result, unless that is -ECANCELED.
static inline void io_op_done(struct task_op *op, ssize_t result) {
  if (result == -ECANCELED)
    op->status = -ECANCELED;
  task_op_done(op);
}

#endif // YIELDC_RUNTIME_IO_STREAM_H
