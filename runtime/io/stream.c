// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "stream.h"
#include <signal.h>

/// So many operations in one turn of the loop may be done on the spot.
enum { AT_ONCE = 256 };

/// Counts one of these.
static bool may_go_on(void) {
  if (task_loop->at_once >= AT_ONCE)
    return false;
  ++task_loop->at_once;
  return true;
}

bool io_done_at_once(struct task_op *op) {
  if (may_go_on())
    return true;
  task_op_done(op);
  return false;
}

/// Writing to what nobody reads is a code, not the end of the program.
static void ignore_sigpipe(void) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static bool is_done;
  struct sigaction action;
  if (__atomic_load_n(&is_done, __ATOMIC_ACQUIRE))
    return;
  pthread_mutex_lock(&mutex);
  if (!is_done && sigaction(SIGPIPE, NULL, &action) == 0 &&
      !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_DFL)
    signal(SIGPIPE, SIG_IGN);
  __atomic_store_n(&is_done, true, __ATOMIC_RELEASE);
  pthread_mutex_unlock(&mutex);
}

void io_stream_init(struct io_stream *stream,
                    const struct io_stream_class *kind) {
  ignore_sigpipe();
  *stream = (struct io_stream){.kind = kind, .thread = &task_loop};
}

// ---- Requests ---------------------------------------------------------------

static struct task_timer *timer_of(struct io_request *request, bool is_read) {
  return is_read ? &io_read_of(request)->timer
                 : &TASK_CONTAINER(struct io_write, request, request)->timer;
}

static void stop_timer(struct io_request *request, bool is_read) {
  if (request->has_timer)
    task_timer_clear(timer_of(request, is_read));
  request->has_timer = false;
}

static void end(struct io_request *request, ssize_t result) {
  if (result == -ECANCELED && !request->given_up)
    result = request->timed_out ? -ETIMEDOUT : -ECONNABORTED;
  request->done(request, result);
}

static void end_write(struct io_write *write, ssize_t result) {
  stop_timer(&write->request, false);
  end(&write->request, result);
}

struct io_read *io_read_room(struct io_request *reader, int *code) {
  struct io_read *read = io_read_of(reader);
  *code = 1;
  if (reader->only_waits)
    return NULL;
  if (!read->data)
    read->memory(read);
  *code = -ENOMEM;
  return read->data ? read : NULL;
}

void io_read_done(struct io_stream *stream, ssize_t result) {
  struct io_request *reader = stream->reader;
  stream->reader = NULL;
  stop_timer(reader, true);
  end(reader, result);
}

void io_cancel_read(struct io_request *reader) {
  struct io_stream *stream = reader->stream;
  stream->kind->read_cancel(stream);
  stream->reader = NULL;
  stop_timer(reader, true);
}

static void add_writer(struct io_stream *stream, struct io_write *write) {
  struct io_write *last = stream->last_writer;
  write->next = last ? last->next : write;
  if (last)
    last->next = write;
  stream->last_writer = write;
}

/// Takes away the one behind `before`.
static void remove_writer(struct io_stream *stream, struct io_write *before) {
  struct io_write *write = before->next;
  before->next = write->next;
  if (stream->last_writer == write)
    stream->last_writer = write == before ? NULL : before;
}

void io_write_done(struct io_stream *stream, ssize_t result) {
  struct io_write *write = io_first_writer(stream);
  bool others;
  do {
    remove_writer(stream, stream->last_writer);
    others = stream->last_writer != NULL;
    end_write(write, result);
    // Writes what waits, until something has to wait again. (What `done` begins
    // when nothing else waits is under way; and it may close the stream.)
  } while (others && (write = io_first_writer(stream)) &&
           (result = stream->kind->write(write)) != -EAGAIN);
}

static void break_stream(struct io_stream *stream) {
  struct io_request *reader = stream->reader;
  stream->is_broken = true;
  if (reader) {
    io_cancel_read(reader);
    reader->done(reader, -ECONNABORTED);
  }
}

void io_cancel_write(struct io_write *write) {
  struct io_stream *stream = write->request.stream;
  if (write == io_first_writer(stream)) {
    break_stream(stream);
    stream->kind->write_cancel(stream);
    return;
  }
  struct io_write *before = stream->last_writer; // it has not begun
  while (before->next != write)
    before = before->next;
  remove_writer(stream, before);
  end_write(write, -ECANCELED);
}

static void begin(struct io_request *request) {
  request->has_timer = request->timed_out = request->given_up = false;
}

static void on_read_deadline(struct task_timer *timer) {
  struct io_request *reader =
      &TASK_CONTAINER(struct io_read, timer, timer)->request;
  reader->has_timer = false;
  io_cancel_read(reader);
  reader->done(reader, -ETIMEDOUT);
}

static void on_write_deadline(struct task_timer *timer) {
  struct io_write *write = TASK_CONTAINER(struct io_write, timer, timer);
  write->request.has_timer = false;
  write->request.timed_out = true;
  io_cancel_write(write);
}

/// Its deadline is set now that it waits.
static void set_timer(struct io_request *request, bool is_read,
                      uint64_t until) {
  if (!until)
    return;
  request->has_timer = true;
  task_loop->read_due = on_read_deadline;
  task_loop->write_due = on_write_deadline;
  task_timer_set_until(timer_of(request, is_read), until,
                       is_read ? TASK_TIMER_READ : TASK_TIMER_WRITE);
}

/// (Also in a callback of libuv, where the time of the last turn is old.)
static bool is_past(uint64_t until) {
  return until && until <= (task_loop->is_virtual ? task_loop->now
                                                  : uv_now(&task_loop->uv));
}

static ssize_t begin_read(struct io_request *request) {
  struct io_stream *stream = request->stream;
  int code = io_stream_check(stream);
  begin(request);
  if (code)
    return code;
  if (stream->ended)
    return request->only_waits ? 1 : stream->failure;
  if (stream->reader)
    return -EBUSY;
  if (stream->is_broken)
    return -ECONNABORTED;
  if (!request->only_waits && is_past(stream->read_until))
    return -ETIMEDOUT;
  ssize_t result = stream->kind->read(request);
  if (result == -EAGAIN)
    stream->reader = request;
  return result;
}

ssize_t io_begin_read(struct io_read *read) {
  read->request.only_waits = false;
  ssize_t result = begin_read(&read->request);
  if (result == -EAGAIN)
    set_timer(&read->request, true, read->request.stream->read_until);
  return result;
}

ssize_t io_begin_write(struct io_write *write) {
  struct io_stream *stream = write->request.stream;
  int code = io_stream_check(stream);
  begin(&write->request);
  if (code)
    return code;
  if (is_past(stream->write_until))
    return -ETIMEDOUT;
  write->offset = write->total = 0;
  ssize_t result = stream->last_writer ? -EAGAIN : stream->kind->write(write);
  if (result == -EAGAIN) {
    add_writer(stream, write);
    set_timer(&write->request, false, stream->write_until);
  }
  return result;
}

ssize_t io_read_now(struct io_stream *stream, char *data, size_t size) {
  if (!stream->kind->read_now || stream->reader || stream->ended ||
      stream->is_broken || !may_go_on())
    return -EAGAIN;
  return stream->kind->read_now(stream, data, size);
}

ssize_t io_write_now(struct io_stream *stream, const char *data, size_t size) {
  if (!stream->kind->write_now || stream->last_writer || stream->is_broken ||
      !may_go_on())
    return -EAGAIN;
  return stream->kind->write_now(stream, data, size);
}

void io_close(struct io_stream *stream) {
  if (!stream || stream->thread != &task_loop)
    return;
  break_stream(stream);
  stream->kind->close(stream);
}

void io_release(void *stream) { io_close(stream); }

int io_read_deadline(struct io_stream *stream, uint64_t when) {
  int code = io_stream_check(stream);
  if (!code)
    stream->read_until = when;
  return code;
}

int io_write_deadline(struct io_stream *stream, uint64_t when) {
  int code = io_stream_check(stream);
  if (!code)
    stream->write_until = when;
  return code;
}

// ---- Operations -------------------------------------------------------------

static void read_done(struct io_request *request, ssize_t result) {
  struct io_read *read = io_read_of(request);
  read->result = result;
  io_op_done(&read->op, result);
}

static bool start_read(struct task_op *op) {
  struct io_read *read = (struct io_read *)op;
  read->request.done = read_done;
  read->result = read->data && read->size ? io_begin_read(read) : -EINVAL;
  return read->result != -EAGAIN && io_done_at_once(op);
}

static void cancel_read(struct task_op *op) {
  io_cancel_read(&((struct io_read *)op)->request);
  task_op_given_up(op);
}

const struct task_op_kind io_read_kind = {
    .name = "something to read", .start = start_read, .cancel = cancel_read};

/// (0 is the end of the stream, which was waited for too.)
static void set_waited(struct io_wait *wait, ssize_t result) {
  wait->result = result < 0 ? (int)result : 0;
}

static void wait_done(struct io_request *request, ssize_t result) {
  struct io_wait *wait = TASK_CONTAINER(struct io_wait, request, request);
  set_waited(wait, result);
  io_op_done(&wait->op, result);
}

static bool start_wait(struct task_op *op) {
  struct io_wait *wait = (struct io_wait *)op;
  wait->request.done = wait_done;
  ssize_t result = begin_read(&wait->request);
  set_waited(wait, result);
  return result != -EAGAIN && io_done_at_once(op);
}

static void cancel_wait(struct task_op *op) {
  io_cancel_read(&((struct io_wait *)op)->request);
  task_op_given_up(op);
}

const struct task_op_kind io_wait_kind = {
    .name = "something to read", .start = start_wait, .cancel = cancel_wait};
const struct task_op_kind io_idle_kind = {
    .name = "a request", .start = start_wait, .cancel = cancel_wait};

static void write_done(struct io_request *request, ssize_t result) {
  struct io_write *write = TASK_CONTAINER(struct io_write, request, request);
  write->result = result;
  io_op_done(&write->op, result);
}

static bool start_write(struct task_op *op) {
  struct io_write *write = (struct io_write *)op;
  write->request.done = write_done;
  if (!write->pieces)
    write->pieces = &write->one;
  write->result =
      write->count != SIZE_MAX && (write->one.iov_base || !write->one.iov_len)
          ? io_begin_write(write)
          : -EINVAL;
  return write->result != -EAGAIN && io_done_at_once(op);
}

static void cancel_write(struct task_op *op) {
  struct io_write *write = (struct io_write *)op;
  write->request.given_up = true;
  io_cancel_write(write);
}

const struct task_op_kind io_write_kind = {
    .name = "room to write", .start = start_write, .cancel = cancel_write};
