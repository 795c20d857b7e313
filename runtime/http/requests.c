// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a connection does while it is not idle.

#include "../io/reader.h"
#include "../io/stream.h"
#include "../io/writer.h"
#include "../task/loop.h"
#include "exchange.h"
#include <limits.h>
#include <stdio.h>

#define NOW (task_loop->now) // as of this turn of the loop

// ---- The head of a request --------------------------------------------------

/// The ends of lines before a request, which some send behind the one before.
static void skip_line_ends(struct io_reader *reader) {
  size_t size;
  char *data = io_reader_data(reader, &size);
  while (size && (*data == '\r' || *data == '\n')) {
    io_reader_take(reader, 1);
    data = io_reader_data(reader, &size);
  }
}

/// The length of a head that has come; 0 if it has not; or minus the status to
/// refuse it with.
static int find_head(struct io_reader *reader, struct http_look *look) {
  size_t size;
  if (!look->at)
    skip_line_ends(reader);
  char *data = io_reader_data(reader, &size);
  size_t length = http_head_end(data, size, look);
  if (!length && size && (*data < 'A' || *data > 'Z'))
    return -400; // it will never be one
  return (int)length;
}

/// It was nothing but ends of lines.
enum { NOTHING = INT_MAX };

/// Waits for it; 0 if none comes.
static task(int) receive_head(struct http_server *server,
                              struct io_reader *reader,
                              struct http_look *look) {
  int length;
  bool has_come = false;
  io_read_deadline(reader->stream, NOW + http_or(server->head_time, 10 * 1000));
  while (!(length = find_head(reader, look))) {
    size_t size = reader->end - reader->start;
    if (!size && has_come)
      return NOTHING;
    ssize_t now = await io_fill(reader, size + 1);
    if (now == -EMSGSIZE)
      return -431;
    if (now == -ETIMEDOUT)
      return size ? -408 : 0;
    if (now <= (ssize_t)size)
      return 0;
    has_come = true;
  }
  return length;
}

static bool has_head(struct io_reader *reader) {
  struct http_look look = {0};
  return find_head(reader, &look) > 0;
}

// ---- One request ------------------------------------------------------------

/// For what is not even a request.
static void refuse(struct io_writer *writer, int status) {
  char text[200];
  int size = snprintf(text, sizeof text,
                      "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n"
                      "Connection: close\r\n\r\n",
                      status, http_reason(status));
  io_writer_add(writer, text, (size_t)size);
}

static void drop_unsent(struct http_desk *desk) {
  if (desk->is_unsent)
    task_links_remove(&desk->server->unsent, &desk->link);
  desk->is_unsent = false;
}

/// Answers before this one must not wait for its handler, if that does. (If it
/// does not, they leave together with its answer.) False if that has to be seen
/// to at once.
static bool send_soon(struct http_desk *desk) {
  struct http_server *server = desk->server;
  if (!desk->writer.size || desk->is_unsent)
    return true;
  if (!desk->writer.stream->kind->write_now)
    return false;
  desk->is_unsent = true;
  task_links_add(&server->unsent, &desk->link);
  task_event_set(&server->has_unsent);
  return true;
}

task(int) http_send_unsent(struct http_server *server) {
  for (;;) {
    await task_event_wait(&server->has_unsent);
    task_event_clear(&server->has_unsent);
    for (struct task_link *link; (link = server->unsent.first);) {
      struct http_desk *desk = TASK_CONTAINER(struct http_desk, link, link);
      drop_unsent(desk);
      io_writer_now(&desk->writer);
    }
  }
}

static task(int) flush(struct http_desk *desk) {
  io_write_deadline(desk->writer.stream, NOW + HTTP_SLACK(desk->server));
  return (int)await io_flush(&desk->writer);
}

/// The handler has returned: whether the connection can be kept.
static bool end_answer(struct http_call *call, int code, int result) {
  code = code ? code : result < 0 ? result : 0;
  if (call->progress == HTTP_OPEN) {
    int status = code == -EMSGSIZE    ? 413
                 : code == -ETIMEDOUT ? 408
                 : code == -EPROTO    ? 400
                                      : 500;
    call->keeps = call->keeps && !code && call->received_all;
    code = http_begin(&call->exchange, status, NULL, 0);
  }
  return !code && !http_finish(call) && call->keeps;
}

// ---- One connection ---------------------------------------------------------

static struct http_desk *take_desk(struct http_server *server,
                                   struct io_stream *stream) {
  struct http_desk *desk =
      server->spare ? server->spare : malloc(sizeof(struct http_desk));
  server->spare = NULL;
  if (desk) {
    desk->server = server;
    desk->is_unsent = false;
    desk->reader = (struct io_reader){.stream = stream,
                                      .limit = HTTP_HEAD_SIZE(server),
                                      .lent = desk->input,
                                      .lent_size = sizeof desk->input};
    desk->writer = (struct io_writer){.stream = stream,
                                      .lent = desk->output,
                                      .lent_size = sizeof desk->output};
    desk->call.memory = desk->call.extra = NULL;
  }
  return desk;
}

static void leave_desk(struct http_desk **left) {
  struct http_desk *desk = *left;
  if (!desk)
    return;
  drop_unsent(desk);
  http_call_clear(&desk->call);
  io_reader_free(&desk->reader);
  io_writer_free(&desk->writer);
  if (desk->server->spare)
    free(desk);
  else
    desk->server->spare = desk;
}

task(int) http_serve_requests(struct http_server *server,
                              struct io_stream *stream) {
  struct http_desk *desk __attribute__((cleanup(leave_desk))) =
      take_desk(server, stream);
  bool keeps = false;
  if (!desk)
    return 0;
  struct io_reader *reader = &desk->reader;
  struct io_writer *writer = &desk->writer;
  struct http_call *call = &desk->call;
  do {
    struct http_look look = {0};
    bool has_come = reader->start == reader->end && io_reader_now(reader);
    int status, length = find_head(reader, &look);
    if (!length && has_come && reader->start == reader->end)
      return 1; // it was nothing but ends of lines
    if (!length)
      length = await receive_head(server, reader, &look);
    if (!length || length == NOTHING)
      return length != 0;
    if (length > 0) {
      size_t size;
      http_call_clear(call);
      status = http_parse(server, io_reader_data(reader, &size), (size_t)length,
                          look.lines, call);
      io_reader_take(reader, (size_t)length);
    } else {
      status = -length;
    }
    if (status) {
      refuse(writer, status < 100 ? 503 : status); // -ENOMEM, either way
      keeps = false;
    } else {
      call->reader = reader;
      call->writer = writer;
      call->exchange.stream = stream;
      if (call->expects && !call->received_all)
        io_writer_add(writer, "HTTP/1.1 100 Continue\r\n\r\n", 25);
      if (!send_soon(desk) && await flush(desk) < 0)
        return 0;
      io_read_deadline(stream, 0);
      int code,
          result = task_catch(code, await server->handler(&call->exchange));
      if (code == -ECANCELED)
        task_fail(code);
      drop_unsent(desk);
      bool cuts = call->progress == HTTP_TO_END && (code || result < 0);
      keeps = end_answer(call, code, result);
      if (cuts) {
        await flush(desk);
        return -1;
      }
      if (keeps && !call->received_all)
        keeps = await flush(desk) == 0 && await http_drop_body(call) > 0;
    }
    keeps = keeps && !server->is_stopping;
    // Answers to requests that came together leave together.
    if ((!keeps || !has_head(reader)) && !io_writer_now(writer) &&
        await flush(desk) < 0)
      return 0;
  } while (keeps && reader->start != reader->end);
  if (!keeps)
    await http_linger(reader);
  return keeps;
}

task(int) http_secure(struct http_server *server, struct io_stream **stream) {
  struct io_stream *plain = *stream;
  int code;
  uint64_t until = NOW + http_or(server->head_time, 10 * 1000);
  io_read_deadline(plain, until);
  io_write_deadline(plain, until);
  task_of(struct io_stream *) secures = server->secure(plain, server->context);
  if (!secures)
    return -ENOMEM;
  *stream = NULL;
  *stream = task_catch(code, await secures);
  if (code == -ECANCELED)
    task_fail(code);
  if (*stream) {
    io_read_deadline(*stream, 0);
    io_write_deadline(*stream, 0);
  }
  return code;
}
