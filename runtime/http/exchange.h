// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Requests and answers, from within. Not installed.

#ifndef YIELDC_RUNTIME_HTTP_EXCHANGE_H
#define YIELDC_RUNTIME_HTTP_EXCHANGE_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/io/http.h>

enum http_progress {
  HTTP_OPEN,   ///< no answer yet
  HTTP_LENGTH, ///< `left` bytes are to come
  HTTP_CHUNKS,
  HTTP_TO_END, ///< the end of the connection is that of the answer
  HTTP_SENT,
  HTTP_BROKEN, ///< a piece of it is missing
};

/// Where in a body of chunks it is. (In this order.)
enum http_chunks_place {
  HTTP_AT_START,
  HTTP_AT_SIZE,
  HTTP_AT_SPACE,
  HTTP_AT_EXTENSION,
  HTTP_AT_SIZE_END,
  HTTP_AT_DATA, ///< or, if nothing is left of them, behind them
  HTTP_AT_DATA_END,
  HTTP_AT_TRAILER,
  HTTP_AT_NAME,
  HTTP_AT_VALUE,
  HTTP_AT_VALUE_END,
  HTTP_AT_LAST,
  HTTP_AT_END,
};

struct http_chunks {
  enum http_chunks_place place;
  uint64_t left; ///< of the data of a chunk
};

/// What a request needs.
struct http_call {
  struct http_exchange exchange;
  struct io_reader *reader;
  struct io_writer *writer;
  uint64_t received; ///< of the body
  uint64_t left;     ///< of a body, or an answer, of known length
  uint64_t body_left;
  struct http_chunks chunks;
  uint64_t overhead; ///< bytes that chunks have taken beside what is in them
  uint64_t began;    ///< when its body began to come
  char *extra;       ///< headers that were set
  size_t extra_size;
  enum http_progress progress;
  bool keeps;                  ///< the connection is to be kept
  bool received_all;           ///< of the body
  bool sent_chunk;             ///< there is one, without its end
  bool is_head;                ///< the answer has no body
  bool expects;                ///< "100 Continue"
  bool closes;                 ///< the client has said so
  int failure;                 ///< of its body, once and for ever
  size_t wanted;               ///< of a body in chunks, at most
  void *memory;                ///< in place of `room`, where that is too small
  struct http_header room[64]; ///< for the headers, a copy of the head, a path
};

/// What a connection needs that is not idle. Allocated for one after the other,
/// with the memory that most requests are fine with.
struct http_desk {
  struct http_server *server;
  struct task_link link; ///< in server->unsent
  bool is_unsent;
  struct io_reader reader;
  struct io_writer writer;
  struct http_call call;
  char input[1024], output[512];
};

static inline struct http_call *http_call_of(struct http_exchange *exchange) {
  return (struct http_call *)exchange;
}

/// How far a head was looked at: zero at first.
struct http_look {
  size_t at, lines;
};
/// The length of the head of a request at the start of what was received: up to
/// an empty line. 0 if it has not come.
size_t http_head_end(const char *data, size_t size, struct http_look *look);

/// Makes a call of a complete head that has so many lines before the empty one:
/// 0, or the status to refuse it with; -ENOMEM. It is to be cleared, either
/// way.
int http_parse(struct http_server *server, const char *head, size_t size,
               size_t lines, struct http_call *call);
void http_call_clear(struct http_call *call);

/// Decodes chunks: how many bytes of the body these `*size` bytes are, at most
/// `room`, or -EPROTO. What was taken of them goes to `size`.
ssize_t http_decode(struct http_chunks *chunks, const char *from, size_t *size,
                    char *data, size_t room);

/// Answers requests until none is there: 1 if the connection can be kept; -1 if
/// it is to be reset, for its end would be that of an answer.
task(int) http_serve_requests(struct http_server *server,
                              struct io_stream *stream);
/// Sends answers that have to wait for the handler of the next request.
task(int) http_send_unsent(struct http_server *server);
/// Reads what is left of a body, if that is not too much: 1 if the connection
/// can be kept.
task(int) http_drop_body(struct http_call *call);
/// Ends a connection so that the other side gets the answer, though it may go
/// on to send what nobody wants.
task(int) http_linger(struct io_reader *reader);
/// For TLS: replaces the stream by what server->secure makes of it. 0 or a
/// code.
task(int) http_secure(struct http_server *server, struct io_stream **stream);

/// The end of the answer, into the buffer: 0 or a code.
int http_finish(struct http_call *call);

/// Decodes a path in place, and takes "//", "." and ".." out. False if it leads
/// out of the root, or has a zero in it.
bool http_normalize(char *path);

/// What a character can be a part of.
enum http_kind { HTTP_IN_NAME = 1, HTTP_IN_VALUE = 2, HTTP_IN_TARGET = 4 };
extern const unsigned char http_kinds[256];
static inline bool http_is(char c, enum http_kind kind) {
  return http_kinds[(unsigned char)c] & kind;
}
/// The value of a hexadecimal digit, or -1.
int http_digit(char c);

/// "200 OK"'s text.
const char *http_reason(int status);

static inline uint64_t http_or(uint64_t value, uint64_t usual) {
  return value ? value : usual;
}
#define HTTP_HEAD_SIZE(server) ((size_t)http_or((server)->head_size, 16 * 1024))
#define HTTP_BODY_SIZE(server) http_or((server)->body_size, 1 << 20)
enum { HTTP_DROPPED = 64 * 1024 }; ///< bytes read to keep a connection
#define HTTP_SLACK(server) http_or((server)->slack_time, 20 * 1000)

#endif // YIELDC_RUNTIME_HTTP_EXCHANGE_H
