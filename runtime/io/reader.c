// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE // memmem
#include "reader.h"
#include "lent.h"
#include "stream.h"
#include <stdlib.h>
#include <string.h>

enum {
  FIRST = 1024, ///< the size of a buffer at first: malloc has these at hand
  LIMIT = 64 * 1024
};

void io_reader_free(struct io_reader *reader) {
  if (!reader)
    return;
  io_lent_free(reader->data, reader->lent);
  reader->data = NULL;
  reader->start = reader->end = reader->capacity = 0;
}

static size_t limit_of(const struct io_reader *reader) {
  return reader->limit ? reader->limit : LIMIT;
}

static size_t held(const struct io_reader *reader) {
  return reader->end - reader->start;
}

/// Makes room behind what is there, less than the limit. One byte more is
/// allocated, for the zero behind a last line.
static bool make_room(struct io_reader *reader) {
  if (reader->start) {
    memmove(reader->data, reader->data + reader->start, held(reader));
    reader->end -= reader->start;
    reader->start = 0;
  }
  if (reader->end < reader->capacity)
    return true;
  size_t size = reader->capacity        ? 2 * reader->capacity
                : reader->lent_size > 1 ? reader->lent_size - 1
                                        : FIRST;
  char *data = reader->lent;
  if (size > limit_of(reader))
    size = limit_of(reader);
  if (size >= reader->lent_size) {
    data = io_lent_enlarge(reader->data, reader->lent, reader->end, size + 1);
    if (!data)
      return false;
  }
  reader->data = data;
  reader->capacity = size;
  return true;
}

/// There is something to read.
static void on_memory(struct io_read *read) {
  struct io_reader *reader = TASK_CONTAINER(struct io_get, read, read)->reader;
  if (!make_room(reader))
    return;
  read->data = reader->data + reader->end;
  read->size = reader->capacity - reader->end;
}

bool io_reader_now(struct io_reader *reader) {
  if (held(reader) >= limit_of(reader) || !make_room(reader))
    return false;
  ssize_t size = io_read_now(reader->stream, reader->data + reader->end,
                             reader->capacity - reader->end);
  if (size <= 0)
    return false;
  reader->end += (size_t)size;
  return true;
}

// ---- What is asked for ------------------------------------------------------

/// Takes what is there, and gives it away.
static bool take(struct io_get *get, size_t size) {
  struct io_reader *reader = get->reader;
  *(char **)get->data = reader->data + reader->start;
  reader->start += size;
  get->result = (ssize_t)size;
  return true;
}

static void end_line(struct io_get *get) {
  char *line = *(char **)get->data, *end = line + get->result;
  if (end > line && end[-1] == '\n' && --end > line && end[-1] == '\r')
    --end;
  *end = 0;
}

/// Whether a delimiter is there. (Of what was there at the last look only the
/// end is looked at again.)
static bool find(struct io_get *get, const char *delimiter) {
  struct io_reader *reader = get->reader;
  char *from = reader->data + reader->start + get->done;
  char *found =
      held(reader) < get->done + get->size
          ? NULL
          : memmem(from, held(reader) - get->done, delimiter, get->size);
  if (found)
    return take(get,
                (size_t)(found - reader->data) - reader->start + get->size);
  if (held(reader) >= get->size)
    get->done = held(reader) - get->size + 1;
  return false;
}

/// Whether it is done with what is there.
static bool is_done(struct io_get *get) {
  struct io_reader *reader = get->reader;
  size_t size;
  switch (get->kind) {
  case IO_FILL:
    get->result = (ssize_t)held(reader);
    return held(reader) >= get->size;
  case IO_GET_UNTIL:
    return find(get, get->delimiter);
  case IO_GET_LINE:
    if (!find(get, "\n"))
      return false;
    end_line(get);
    return true;
  case IO_GET:
  case IO_GET_ALL:
    size = get->size - get->done;
    if (size > held(reader))
      size = held(reader);
    if (size)
      memcpy((char *)get->data + get->done, reader->data + reader->start, size);
    reader->start += size;
    get->done += size;
    get->result = (ssize_t)get->done;
    return get->done == get->size || (get->kind == IO_GET && get->done);
  }
  return false;
}

/// Nothing more comes.
static void end(struct io_get *get) {
  size_t size = held(get->reader);
  if (get->kind != IO_GET_UNTIL && get->kind != IO_GET_LINE)
    return; // the result is what there is
  if (size)
    take(get, size);
  else
    get->result = 0;
  if (size && get->kind == IO_GET_LINE)
    end_line(get);
}

/// The same for who made the operation.
static bool is_enough(struct io_get *get) {
  while (is_done(get))
    if (!get->filter || get->filter(get))
      return true;
  return false;
}

// ---- Reading ----------------------------------------------------------------

static bool read_on(struct io_get *get);

/// Takes notice of what was read; true if it is done.
static bool have_read(struct io_get *get, ssize_t result) {
  struct io_reader *reader = get->reader;
  bool is_direct = get->read.memory == NULL;
  if (result <= 0) {
    if (result)
      get->result = result;
    else
      end(get);
    if (!result && get->filter)
      get->filter(get);
    return true;
  }
  if (is_direct)
    get->done += (size_t)result;
  else
    reader->end += (size_t)result;
  return is_enough(get);
}

static void on_read(struct io_request *request, ssize_t result) {
  struct io_get *get = TASK_CONTAINER(struct io_get, read.request, request);
  if (result == -ECANCELED) {
    io_op_done(&get->op, result);
    return;
  }
  if (have_read(get, result) || read_on(get))
    task_op_done(&get->op);
}

/// Reads until it is done, or has to wait. What goes to the user anyway goes
/// there directly if it is much.
static bool read_on(struct io_get *get) {
  struct io_reader *reader = get->reader;
  ssize_t result;
  do {
    size_t missing = get->size - get->done;
    bool is_direct = !held(reader) &&
                     (get->kind == IO_GET || get->kind == IO_GET_ALL) &&
                     missing >= FIRST;
    if (!is_direct && held(reader) >= limit_of(reader)) {
      get->result = -EMSGSIZE;
      return true;
    }
    if (!held(reader))
      io_reader_free(reader);
    get->read.data = is_direct ? (char *)get->data + get->done : NULL;
    get->read.size = missing;
    get->read.memory = is_direct ? NULL : on_memory;
    result = io_begin_read(&get->read);
    if (result == -EAGAIN)
      return false;
  } while (!have_read(get, result));
  return true;
}

static bool start_get(struct task_op *op) {
  struct io_get *get = (struct io_get *)op;
  struct io_reader *reader = get->reader;
  get->done = 0;
  get->result = -EINVAL;
  if (!reader || (!get->size && get->kind != IO_FILL) ||
      (!get->data && get->kind != IO_FILL) ||
      (!get->delimiter && get->kind == IO_GET_UNTIL))
    return true;
  if (get->kind == IO_FILL && get->size > limit_of(reader)) {
    get->result = -EMSGSIZE;
    return true;
  }
  if (reader->stream && reader->stream->reader) {
    get->result = -EBUSY;
    return true;
  }
  get->read.request.stream = reader->stream;
  get->read.request.done = on_read;
  return (is_enough(get) || read_on(get)) && io_done_at_once(op);
}

static void cancel_get(struct task_op *op) {
  io_cancel_read(&((struct io_get *)op)->read.request);
  task_op_given_up(op);
}

const struct task_op_kind io_get_kind = {
    .name = "something to read", .start = start_get, .cancel = cancel_get};
