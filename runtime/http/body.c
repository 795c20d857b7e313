// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The body of a request, which the handler reads when it wants to.

#include "../task/loop.h"
#include "exchange.h"

/// How long to wait for somebody to go who has got the last answer, in
/// milliseconds: while nothing comes, and in all.
enum { LINGER_SILENT = 2000, LINGER = 30000 };

/// Decodes what is in the buffer: bytes of the body, or a code; 0 if that was
/// not enough for one.
static ssize_t decode(struct http_call *call, char *data, size_t size) {
  size_t taken;
  const char *from = io_reader_data(call->reader, &taken);
  ssize_t count = http_decode(&call->chunks, from, &taken, data, size);
  if (count < 0)
    return count;
  io_reader_take(call->reader, taken);
  call->received_all = call->chunks.place == HTTP_AT_END;
  call->overhead += taken - (size_t)count;
  call->received += (size_t)count;
  // Many tiny chunks, or a long trailer, are an attack rather than a body.
  if (call->overhead > HTTP_HEAD_SIZE(call->exchange.server) + call->received)
    return -EPROTO;
  if (call->received > HTTP_BODY_SIZE(call->exchange.server))
    return -EMSGSIZE;
  return count;
}

/// It has so long to go on.
static void set_read_deadline(struct http_call *call) {
  if (!call->began)
    call->began = task_loop->now;
  io_read_deadline(call->exchange.stream,
                   call->began + HTTP_SLACK(call->exchange.server) +
                       call->received);
}

/// A body that has failed once has failed: what is left of it can't be told
/// from what follows.
static bool fail(struct io_get *get, ssize_t code) {
  struct http_call *call = get->context;
  call->failure = (int)code;
  call->keeps = false;
  get->result = code;
  return true;
}

static bool have_failed(struct io_get *get) {
  return fail(get, ((struct http_call *)get->context)->failure);
}

static bool have_chunk(struct io_get *get) {
  struct http_call *call = get->context;
  if (!get->result)
    return fail(get, -ECONNRESET);
  get->result = decode(call, get->data, call->wanted);
  if (get->result < 0)
    return fail(get, get->result);
  set_read_deadline(call);
  return get->result || call->received_all;
}

static bool have_piece(struct io_get *get) {
  struct http_call *call = get->context;
  if (!get->result)
    return fail(get, -ECONNRESET);
  call->received += (uint64_t)get->result;
  call->body_left -= (uint64_t)get->result;
  call->received_all = !call->body_left;
  return true;
}

static bool have_all(struct io_get *get) {
  get->result = 0;
  return true;
}

struct io_get http_receive(struct http_exchange *exchange, void *data,
                           size_t size) {
  if (!exchange || !data || !size)
    return io_get(NULL, NULL, 0);
  struct http_call *call = http_call_of(exchange);
  struct io_get op = io_fill(call->reader, 0);
  op.context = call;
  if (call->failure || call->received_all) {
    op.filter = call->failure ? have_failed : have_all;
    return op;
  }
  set_read_deadline(call);
  if (exchange->length > 0) {
    op = io_get(call->reader, data,
                size < call->body_left ? size : (size_t)call->body_left);
    op.context = call;
    op.filter = have_piece;
  } else {
    op.size = 1;
    op.data = data;
    op.filter = have_chunk;
    call->wanted = size;
  }
  return op;
}

/// Bytes of further requests do not matter, as long as there is room for them.
static bool have_end(struct io_get *get) {
  bool is_end = get->result < (ssize_t)get->size;
  if (is_end)
    get->result = 0;
  else
    get->size = (size_t)get->result + 1;
  return is_end;
}

struct io_get http_gone(struct http_exchange *exchange) {
  struct http_call *call = exchange ? http_call_of(exchange) : NULL;
  if (!call || !call->received_all)
    return io_get(NULL, NULL, 0);
  struct io_get op =
      io_fill(call->reader, call->reader->end - call->reader->start + 1);
  op.filter = have_end;
  io_read_deadline(exchange->stream, 0);
  return op;
}

task(int) http_drop_body(struct http_call *call) {
  char data[1024];
  size_t dropped = 0;
  while (!call->received_all && dropped < HTTP_DROPPED &&
         call->body_left <= HTTP_DROPPED) {
    ssize_t size = await http_receive(&call->exchange, data, sizeof data);
    if (size < 0)
      return 0;
    dropped += (size_t)size;
  }
  return call->received_all;
}

task(int) http_linger(struct io_reader *reader) {
  char data[4096];
  uint64_t end = task_loop->now + LINGER;
  io_write_deadline(reader->stream, end);
  await io_shutdown(reader->stream);
  do {
    uint64_t silent = task_loop->now + LINGER_SILENT;
    io_read_deadline(reader->stream, silent < end ? silent : end);
  } while (await io_get(reader, data, sizeof data) > 0);
  return 0;
}
