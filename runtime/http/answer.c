// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "../io/writer.h"
#include "../task/loop.h"
#include "exchange.h"
#include <http_parser.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

const char *http_reason(int status) {
  switch (status) {
#define STATUS(number, name, text)                                             \
  case number:                                                                 \
    return #text;
    HTTP_STATUS_MAP(STATUS)
#undef STATUS
  }
  return "Unknown";
}

// ---- Headers ----------------------------------------------------------------

static bool is_ours(const char *name) {
  return !strcasecmp(name, "Content-Length") ||
         !strcasecmp(name, "Transfer-Encoding") ||
         !strcasecmp(name, "Connection") || !strcasecmp(name, "Date");
}

static bool is_value(const char *value) {
  while (http_is(*value, HTTP_IN_VALUE))
    ++value;
  return !*value;
}

int http_set(struct http_exchange *exchange, const char *name,
             const char *value) {
  if (!exchange || !name || !value || !*name || is_ours(name) ||
      !is_value(value))
    return -EINVAL;
  for (const char *c = name; *c; ++c)
    if (!http_is(*c, HTTP_IN_NAME))
      return -EINVAL;
  struct http_call *call = http_call_of(exchange);
  if (call->progress != HTTP_OPEN)
    return -EALREADY;
  size_t size = strlen(name) + strlen(value) + 4;
  char *extra = realloc(call->extra, call->extra_size + size + 1);
  if (!extra)
    return -ENOMEM;
  sprintf(extra + call->extra_size, "%s: %s\r\n", name, value);
  call->extra = extra;
  call->extra_size += size;
  return 0;
}

/// Text that is put together. (There is always room: see begin.)
static void add_bytes(char **to, const char *bytes, size_t size) {
  memcpy(*to, bytes, size);
  *to += size;
}
static void add(char **to, const char *text) {
  add_bytes(to, text, strlen(text));
}
#define ADD(to, literal) add_bytes(to, literal, sizeof(literal) - 1)

static void add_number(char **to, uint64_t number) {
  char digits[20];
  int count = 0;
  do
    digits[count++] = (char)('0' + number % 10);
  while (number /= 10);
  while (count)
    *(*to)++ = digits[--count];
}

/// The status line and the date. They are made once in a second, most of the
/// time.
static void add_beginning(char **to, struct http_server *server, int status) {
  time_t now = time(NULL);
  if (now != server->second || status != server->status) {
    char *at = server->beginning;
    struct tm utc;
    ADD(&at, "HTTP/1.1 ");
    add_number(&at, (uint64_t)status);
    ADD(&at, " ");
    add(&at, http_reason(status));
    ADD(&at, "\r\nDate: ");
    gmtime_r(&now, &utc);
    at += strftime(at, 40, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    server->length = (unsigned)(at - server->beginning);
    server->status = status;
    server->second = now;
  }
  add_bytes(to, server->beginning, server->length);
}

/// Answers to which no body belongs, and no length.
static bool has_none(int status) {
  return status < 200 || status == 204 || status == 304;
}

/// The most that begin writes beside the type and the headers that were set.
enum { HEAD = 256 };

static int begin(struct http_call *call, int status, const char *type,
                 int64_t length) {
  size_t type_length = type ? strlen(type) : 0;
  if (call->progress != HTTP_OPEN)
    return -EALREADY;
  if (status < 200 || status > 999 || length < -1 || (type && !is_value(type)))
    return -EINVAL;
  bool chunks = length < 0 && call->exchange.minor && !has_none(status);
  if (length < 0 && !chunks && !has_none(status) && !call->is_head)
    call->keeps = false;
  if (call->exchange.server->is_stopping || call->body_left > HTTP_DROPPED)
    call->keeps = false;
  char *head =
      call->writer->is_busy
          ? NULL
          : io_writer_room(call->writer, HEAD + type_length + call->extra_size);
  if (!head)
    return call->writer->is_busy ? -EBUSY : -ENOMEM;
  char *at = head;
  add_beginning(&at, call->exchange.server, status);
  if (type) {
    ADD(&at, "\r\nContent-Type: ");
    add_bytes(&at, type, type_length);
  }
  if (chunks) {
    ADD(&at, "\r\nTransfer-Encoding: chunked");
  } else if (length >= 0 && !has_none(status)) {
    ADD(&at, "\r\nContent-Length: ");
    add_number(&at, (uint64_t)length);
  }
  if (!call->keeps)
    ADD(&at, "\r\nConnection: close");
  else if (!call->exchange.minor)
    ADD(&at, "\r\nConnection: keep-alive");
  ADD(&at, "\r\n");
  if (call->extra_size)
    add_bytes(&at, call->extra, call->extra_size);
  ADD(&at, "\r\n");
  call->writer->size += (size_t)(at - head);
  call->exchange.status = status;
  call->is_head |= has_none(status);
  call->left = length > 0 ? (uint64_t)length : 0;
  call->progress = chunks        ? HTTP_CHUNKS
                   : length >= 0 ? HTTP_LENGTH
                                 : HTTP_TO_END;
  return 0;
}

int http_begin(struct http_exchange *exchange, int status, const char *type,
               int64_t length) {
  return exchange ? begin(http_call_of(exchange), status, type, length)
                  : -EINVAL;
}

// ---- Bodies -----------------------------------------------------------------

static struct io_put failed(int code) {
  struct io_put op = io_flush(NULL);
  op.result = code;
  return op;
}

/// Whoever reads has so long to make room for so much.
static void set_deadline(struct http_call *call, size_t size) {
  io_write_deadline(call->exchange.stream,
                    task_loop->now + HTTP_SLACK(call->exchange.server) + size);
}

/// Takes notice of bytes of an answer that are to come now: 0 or a code.
static int account(struct http_call *call, size_t size) {
  char frame[32];
  if (call->progress == HTTP_OPEN || size == SIZE_MAX)
    return -EINVAL;
  if (call->progress == HTTP_SENT)
    return -EALREADY;
  if (call->progress == HTTP_LENGTH && size > call->left)
    return -EMSGSIZE;
  if (call->progress == HTTP_LENGTH)
    call->left -= size;
  if (call->is_head || !size || call->progress != HTTP_CHUNKS)
    return 0;
  int length =
      sprintf(frame, "%s%zx\r\n", call->sent_chunk ? "\r\n" : "", size);
  call->sent_chunk = true;
  int code = io_writer_add(call->writer, frame, (size_t)length);
  if (code)
    call->progress = HTTP_BROKEN;
  return code;
}

/// An io_put that knows what it is a part of. All that it does it does here, as
/// it may not begin; and if it fails the answer can't go on.
static bool start_send(struct task_op *op) {
  struct io_put *put = (struct io_put *)op;
  struct http_call *call =
      &TASK_CONTAINER(struct http_desk, writer, put->writer)->call;
  put->result = put->writer->is_busy ? -EBUSY : account(call, put->size);
  if (put->result)
    return true;
  if (call->is_head || !put->size) {
    put->result = (ssize_t)put->size;
    return true;
  }
  set_deadline(call, put->size);
  bool is_done = io_put_kind.start(op);
  if (is_done && put->result < 0)
    call->progress = HTTP_BROKEN;
  return is_done;
}

static void cancel_send(struct task_op *op) { io_put_kind.cancel(op); }

static const struct task_op_kind send_kind = {
    .name = "room to write", .start = start_send, .cancel = cancel_send};

struct io_put http_send(struct http_exchange *exchange, const void *data,
                        size_t size) {
  if (!exchange || (!data && size))
    return failed(-EINVAL);
  struct io_put op = io_putting(http_call_of(exchange)->writer, data, size);
  op.op.kind = &send_kind;
  return op;
}

struct io_put http_answer(struct http_exchange *exchange, int status,
                          const char *type, const void *body, size_t length) {
  if (!exchange || (!body && length) || length > INT64_MAX)
    return failed(-EINVAL);
  int code = begin(http_call_of(exchange), status, type, (int64_t)length);
  return code ? failed(code) : http_send(exchange, body, length);
}

struct io_put http_flush(struct http_exchange *exchange) {
  if (!exchange)
    return failed(-EINVAL);
  struct http_call *call = http_call_of(exchange);
  set_deadline(call, 0);
  if (call->progress == HTTP_CHUNKS && call->sent_chunk) {
    int code = io_writer_add(call->writer, "\r\n", 2);
    if (code)
      return failed(code);
    call->sent_chunk = false;
  }
  return io_flush(call->writer);
}

int http_finish(struct http_call *call) {
  enum http_progress progress = call->progress;
  call->progress = HTTP_SENT;
  if (progress == HTTP_BROKEN)
    return -EPIPE;
  if (progress == HTTP_LENGTH && call->left && !call->is_head)
    return -EPIPE; // less than was said
  if (progress != HTTP_CHUNKS || call->is_head)
    return 0;
  return io_writer_add(call->writer,
                       call->sent_chunk ? "\r\n0\r\n\r\n" : "0\r\n\r\n",
                       call->sent_chunk ? 7 : 5);
}
