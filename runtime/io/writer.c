// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "writer.h"
#include "lent.h"
#include "stream.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 16 * 1024, FIRST = 512 };

void io_writer_free(struct io_writer *writer) {
  if (!writer)
    return;
  io_lent_free(writer->data, writer->lent);
  writer->data = NULL;
  writer->size = writer->capacity = 0;
}

static size_t room_of(const struct io_writer *writer) {
  return writer->room ? writer->room : ROOM;
}

/// Makes the buffer larger: false if there is no memory.
static bool grow(struct io_writer *writer, size_t size) {
  size_t capacity = writer->capacity ? writer->capacity : FIRST;
  while (capacity < size)
    capacity *= 2;
  char *data =
      io_lent_enlarge(writer->data, writer->lent, writer->size, capacity);
  if (!data)
    return false;
  writer->data = data;
  writer->capacity = capacity;
  return true;
}

char *io_writer_room(struct io_writer *writer, size_t size) {
  if (!writer->data && writer->lent) {
    writer->data = writer->lent;
    writer->capacity = writer->lent_size;
  }
  if ((!writer->data || size > writer->capacity - writer->size) &&
      (size > SIZE_MAX / 2 || !grow(writer, writer->size + size)))
    return NULL;
  return writer->data + writer->size;
}

int io_writer_add(struct io_writer *writer, const void *data, size_t size) {
  if (!writer || (!data && size))
    return -EINVAL;
  if (writer->is_busy)
    return -EBUSY;
  char *room = io_writer_room(writer, size);
  if (!room)
    return -ENOMEM;
  if (size)
    memcpy(room, data, size);
  writer->size += size;
  return 0;
}

bool io_writer_now(struct io_writer *writer) {
  ssize_t size = writer->is_busy || !writer->size
                     ? -EAGAIN
                     : io_write_now(writer->stream, writer->data, writer->size);
  if (size <= 0)
    return !writer->size;
  writer->size -= (size_t)size;
  if (writer->size)
    memmove(writer->data, writer->data + size, writer->size);
  else
    io_writer_free(writer);
  return !writer->size;
}

struct io_put io_print(struct io_writer *writer, const char *format, ...) {
  struct io_put op = io_putting(writer, NULL, 0);
  va_list arguments, again;
  if (!writer || writer->is_busy) {
    op.result = writer ? -EBUSY : -EINVAL;
    return op;
  }
  va_start(arguments, format);
  va_copy(again, arguments);
  size_t room = writer->capacity - writer->size;
  int length = vsnprintf(writer->data ? writer->data + writer->size : NULL,
                         room, format, arguments);
  if (length >= 0 && (size_t)length >= room) {
    if (!io_writer_room(writer, (size_t)length + 1))
      length = -ENOMEM;
    else
      vsnprintf(writer->data + writer->size, (size_t)length + 1, format, again);
  } else if (length < 0) {
    length = -errno;
  }
  va_end(again);
  va_end(arguments);
  op.result = length;
  if (length > 0)
    writer->size += (size_t)length;
  return op;
}

static void finish(struct io_put *put, ssize_t result) {
  put->writer->is_busy = false;
  if (result < 0)
    put->result = result;
  else
    io_writer_free(put->writer);
}

static void on_written(struct io_request *request, ssize_t result) {
  struct io_put *put = TASK_CONTAINER(struct io_put, write.request, request);
  finish(put, result);
  io_op_done(&put->op, result);
}

/// Writes what is in the buffer, and then the data.
static bool write_out(struct io_put *put) {
  struct io_writer *writer = put->writer;
  put->pieces[0] = (struct iovec){writer->data, writer->size};
  put->pieces[1] = (struct iovec){(void *)put->data, put->data ? put->size : 0};
  put->write = io_writev(writer->stream, put->pieces, 2);
  put->write.request.done = on_written;
  writer->is_busy = true;
  ssize_t result = io_begin_write(&put->write);
  if (result == -EAGAIN)
    return false;
  finish(put, result);
  return io_done_at_once(&put->op);
}

static bool start_put(struct task_op *op) {
  struct io_put *put = (struct io_put *)op;
  struct io_writer *writer = put->writer;
  bool flushes = put->size == SIZE_MAX;
  if (put->result < 0)
    return true;
  if (!writer || (!put->data && put->size && !flushes)) {
    put->result = -EINVAL;
    return true;
  }
  if (writer->is_busy) {
    put->result = -EBUSY;
    return true;
  }
  if (put->data)
    put->result = (ssize_t)put->size;
  if (flushes ? writer->size == 0
              : writer->size + put->size <= room_of(writer)) {
    if (put->data && io_writer_add(writer, put->data, put->size))
      put->result = -ENOMEM;
    return true;
  }
  return write_out(put);
}

static void cancel_put(struct task_op *op) {
  struct io_put *put = (struct io_put *)op;
  put->write.request.given_up = true;
  io_cancel_write(&put->write);
}

const struct task_op_kind io_put_kind = {
    .name = "room to write", .start = start_put, .cancel = cancel_put};
