// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a connection does while it is not idle.

#include "../task/loop.h"
#include "exchange.h"

#define NOW (task_loop->now) // as of this turn of the loop

// ---- One request ------------------------------------------------------------

/// For what is not even a request.
static task(int) refuse(struct io_writer *writer, int status) {
  await io_print(writer,
                 "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n"
                 "Connection: close\r\n\r\n",
                 status, http_reason(status));
  return 0;
}

/// Has the handler answer it: 1 if the connection can be kept.
static task(int) answer(struct http_call *call) {
  struct http_exchange *exchange = &call->exchange;
  struct http_server *server = exchange->server;
  int code;
  if (call->expects && !call->received_all) {
    io_writer_add(call->writer, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    if (await http_flush(exchange) < 0)
      return 0;
  }
  io_read_deadline(exchange->stream, 0);
  int result = task_catch(code, await server->handler(exchange));
  if (code == -ECANCELED)
    task_fail(code);
  if (!code && result < 0)
    code = result;
  if (call->progress == HTTP_OPEN) {
    int status = code == -EMSGSIZE    ? 413
                 : code == -ETIMEDOUT ? 408
                 : code == -EPROTO    ? 400
                                      : 500;
    call->keeps = call->keeps && !code && call->received_all;
    code = (int)await http_answer(exchange, status, NULL, NULL, 0);
  }
  if (code < 0 || http_finish(call))
    return 0;
  return call->keeps && !call->received_all ? await http_drop_body(call)
                                            : call->keeps;
}

static void free_call(struct http_call **call) { http_call_free(*call); }

// ---- One connection ---------------------------------------------------------

/// Waits for the head of a request: its length; 0 if none comes; or minus the
/// status to refuse it with.
static task(int) receive_head(struct http_server *server,
                              struct io_reader *reader) {
  size_t size, length, looked = 0;
  io_read_deadline(reader->stream, NOW + http_or(server->head_time, 10 * 1000));
  for (;;) {
    char *data = io_reader_data(reader, &size);
    if (size && !looked)
      while (size && (*data == '\r' || *data == '\n')) { // before a request
        io_reader_take(reader, 1);
        data = io_reader_data(reader, &size);
      }
    length = http_head_end(data, size, &looked);
    if (length)
      return (int)length;
    if (size && (*data < 'A' || *data > 'Z'))
      return -400; // it will never be one
    ssize_t now = await io_fill(reader, size + 1);
    if (now == -EMSGSIZE)
      return -431;
    if (now == -ETIMEDOUT)
      return size ? -408 : 0;
    if (now <= (ssize_t)size)
      return 0;
  }
}

static bool has_head(struct io_reader *reader) {
  size_t size, looked = 0;
  char *data = io_reader_data(reader, &size);
  return size && http_head_end(data, size, &looked);
}

task(int) http_serve_requests(struct http_server *server,
                              struct io_stream *stream) {
  struct io_reader reader io_auto_free_reader = {
      .stream = stream, .limit = HTTP_HEAD_SIZE(server)};
  struct io_writer writer io_auto_free_writer = {.stream = stream};
  bool keeps;
  do {
    struct http_call *call __attribute__((cleanup(free_call))) = NULL;
    int length = await receive_head(server, &reader);
    if (!length)
      return 0;
    int status = -length;
    if (length > 0) {
      size_t size;
      status = http_parse(server, io_reader_data(&reader, &size),
                          (size_t)length, &call);
      io_reader_take(&reader, (size_t)length);
    }
    if (status) {
      await refuse(&writer, status < 100 ? 503 : status); // -ENOMEM, either way
      keeps = false;
    } else {
      call->reader = &reader;
      call->writer = &writer;
      call->exchange.stream = stream;
      keeps = await answer(call) > 0;
    }
    // Answers to requests that came together leave together.
    if (!keeps || !has_head(&reader)) {
      io_write_deadline(stream, NOW + HTTP_SLACK(server));
      if (await io_flush(&writer) < 0)
        return 0;
    }
    keeps = keeps && !server->is_stopping;
  } while (keeps && reader.start != reader.end);
  if (!keeps)
    await http_linger(&reader);
  return keeps;
}

task(int) http_secure(struct http_server *server, struct io_stream **stream) {
  struct io_stream *plain = *stream;
  int code;
  task_of(struct io_stream *) secures = server->secure(plain, server->context);
  if (!secures)
    return -ENOMEM;
  *stream = NULL;
  *stream = task_catch(code, await secures);
  if (code == -ECANCELED)
    task_fail(code);
  return code;
}
