// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The servers that reverse-proxy.c asks: whose turn it is, which are left out
// because they have failed, connections to them, which are kept, and what they
// answer.

#ifndef EXAMPLES_UPSTREAM_H
#define EXAMPLES_UPSTREAM_H

#include <http_parser.h>
#include <string.h>
#include <yieldc/io/http.h>

#include "server.h"

/// A connection that nobody uses just now.
struct kept {
  struct io_stream *stream;
  uint64_t since;
};

struct upstream {
  char *host;
  int port;
  struct task_semaphore places; // for connections
  struct kept *kept;            // the one used last is the last
  size_t count;
  unsigned failures; // since it has answered
  uint64_t left_out_until;
};

/// Times are in milliseconds.
struct upstreams {
  struct upstream *all;
  size_t count, next;
  unsigned limit; // of connections to each
  uint64_t timeout, keep, back_off;
};

/// One in use. Members are zero until it is connected.
struct connection {
  struct upstreams *upstreams;
  struct upstream *upstream;
  struct io_stream *stream;
  bool was_kept; // it has served before: the other side may just close it
  bool can_be_kept;
};

enum { LONGEST_BACK_OFF = 32 }; // times the first one

// ---- The list ---------------------------------------------------------------

/// Adds "host:port". False if it is not that, or there is no memory.
static bool add_upstream(struct upstreams *upstreams, const char *text) {
  const char *colon = strrchr(text, ':');
  if (!colon || colon == text)
    return false;
  // "[::1]:80"
  bool is_ipv6 = *text == '[' && colon[-1] == ']';
  struct upstream *all =
      realloc(upstreams->all, (upstreams->count + 1) * sizeof *all);
  if (!all)
    return false;
  upstreams->all = all;
  all[upstreams->count] = (struct upstream){
      .host = strndup(text + is_ipv6, (size_t)(colon - text) - 2 * is_ipv6),
      .port = (int)number_of(colon + 1, 65535),
      .places.free = upstreams->limit,
      .kept = calloc(upstreams->limit, sizeof(struct kept))};
  ++upstreams->count;
  return all[upstreams->count - 1].host && all[upstreams->count - 1].kept;
}

static void free_upstreams(struct upstreams *upstreams) {
  for (size_t i = 0; i < upstreams->count; ++i) {
    free(upstreams->all[i].host);
    free(upstreams->all[i].kept);
  }
  free(upstreams->all);
}

// ---- Which one --------------------------------------------------------------

/// The next one that is not left out, rather one with a place, which is taken
/// then. Null: there is none.
static struct upstream *next_upstream(struct upstreams *upstreams,
                                      bool *has_place) {
  struct upstream *first = NULL;
  *has_place = false;
  for (size_t i = 0; i < upstreams->count && !*has_place; ++i) {
    size_t index = (upstreams->next + i) % upstreams->count;
    struct upstream *upstream = &upstreams->all[index];
    if (upstream->left_out_until > task_now())
      continue;
    *has_place = task_try_acquire(&upstream->places) == 0;
    if (*has_place || !first)
      first = upstream;
  }
  if (first)
    upstreams->next = (size_t)(first - upstreams->all) + 1;
  return first;
}

/// Each failure doubles the time that it is left out.
static void has_failed(struct upstreams *upstreams, struct upstream *upstream,
                       int code) {
  uint64_t now = task_now();
  if (upstream->left_out_until > now)
    return; // another request has seen it too
  uint64_t times = upstream->failures < 5 ? UINT64_C(1) << upstream->failures
                                          : LONGEST_BACK_OFF;
  ++upstream->failures;
  upstream->left_out_until = now + times * upstreams->back_off;
  fprintf(stderr, PROGRAM ": %s:%d: %s; left out for %llu ms\n", upstream->host,
          upstream->port, uv_strerror(code),
          (unsigned long long)(times * upstreams->back_off));
}

// ---- Connections ------------------------------------------------------------

/// Gives it back: it is kept, if it can be.
static void leave_connection(struct connection *connection) {
  struct upstream *upstream = connection->upstream;
  if (!upstream)
    return;
  if (connection->stream && connection->can_be_kept)
    upstream->kept[upstream->count++] =
        (struct kept){connection->stream, task_now()};
  else
    io_close(connection->stream);
  task_release(&upstream->places);
}
#define auto_leave_connection __attribute__((cleanup(leave_connection)))

static task(int) wait_for_place(struct upstream *upstream) {
  return await task_acquire(&upstream->places);
}

static task(int) says_something(struct io_stream *stream) {
  return await io_wait(stream);
}

static task(struct io_stream *) connect_to(struct upstream *upstream) {
  return await tcp_connect(upstream->host, upstream->port);
}

/// A connection to the next server: one that was kept, or a new one. 0;
/// -EHOSTUNREACH if all are left out; -ETIMEDOUT; or what else connecting
/// gives.
static task(int) connect_upstream(struct connection *connection) {
  struct upstreams *upstreams = connection->upstreams;
  bool has_place;
  int code = 0;
  struct upstream *upstream = next_upstream(upstreams, &has_place);
  if (!upstream)
    return -EHOSTUNREACH;
  if (!has_place)
    code = await task_timeout(upstreams->timeout, wait_for_place(upstream));
  if (code)
    return code;
  connection->upstream = upstream;
  while (upstream->count) {
    connection->stream = upstream->kept[--upstream->count].stream;
    connection->was_kept = true;
    // If it says something unasked, it is its end.
    if (await task_timeout(0, says_something(connection->stream)) == -ETIMEDOUT)
      return 0;
    io_close(connection->stream);
    connection->stream = NULL;
  }
  connection->was_kept = false;
  connection->stream = task_catch(
      code, await task_timeout(upstreams->timeout, connect_to(upstream)));
  if (code == -ECANCELED)
    task_fail(code);
  if (code)
    has_failed(upstreams, upstream, code);
  return code;
}

/// Closes connections that nobody has used for some time.
static task(int) close_old_ones(struct upstreams *upstreams) {
  for (;;) {
    await task_sleep(upstreams->keep / 4 + 1);
    for (size_t i = 0; i < upstreams->count; ++i) {
      struct upstream *upstream = &upstreams->all[i];
      size_t old = 0;
      while (old < upstream->count &&
             task_now() - upstream->kept[old].since > upstreams->keep)
        io_close(upstream->kept[old++].stream);
      upstream->count -= old;
      memmove(upstream->kept, upstream->kept + old,
              upstream->count * sizeof *upstream->kept);
    }
  }
}

static void close_all(struct upstreams **upstreams) {
  for (size_t i = 0; i < (*upstreams)->count; ++i)
    while ((*upstreams)->all[i].count)
      io_close((*upstreams)->all[i].kept[--(*upstreams)->all[i].count].stream);
}

// ---- Answers, as http-parser reads them -------------------------------------

enum { HEAD = 16 * 1024, HEADERS = 100 };

struct answer {
  http_parser parser;
  bool is_for_head;
  bool has_begun; // something has come
  bool has_head, is_complete;
  bool can_go_on; // with another one on this connection
  int64_t length; // of the body; -1: nobody knows
  struct http_header headers[HEADERS];
  size_t count;
  bool is_in_value;
  size_t size;
  char head[HEAD]; // names and values, each with a zero behind it
  char *piece;     // what came of the body, in the buffer that was read to
  size_t piece_size;
};

/// Each text may come in several parts.
static int add_text(struct answer *a, bool is_value, const char *text,
                    size_t size) {
  if (a->has_head)
    return 0; // what follows the last chunk
  bool is_new = is_value != a->is_in_value;
  if (a->size + size + 2 > HEAD || (is_new && a->count == HEADERS))
    return 1;
  if (is_new) {
    a->size += a->size > 0; // the zero stays
    char *at = a->head + a->size;
    if (is_value)
      a->headers[a->count++].value = at;
    else
      a->headers[a->count].name = at;
    a->is_in_value = is_value;
  }
  memcpy(a->head + a->size, text, size);
  a->size += size;
  a->head[a->size] = 0;
  return 0;
}

static int on_name(http_parser *parser, const char *text, size_t size) {
  return add_text(parser->data, false, text, size);
}
static int on_value(http_parser *parser, const char *text, size_t size) {
  return add_text(parser->data, true, text, size);
}

static void forget_head(struct answer *a) {
  a->size = a->count = 0;
  a->is_in_value = true;
}

static int on_head(http_parser *parser) {
  struct answer *a = parser->data;
  if (parser->status_code < 200)
    return 0; // an answer follows
  a->has_head = true;
  a->length = (parser->flags & F_CHUNKED) || parser->content_length > INT64_MAX
                  ? -1
                  : (int64_t)parser->content_length;
  // Then there is no body, whatever is said of its length.
  return a->is_for_head || parser->status_code == 204 ||
         parser->status_code == 304;
}

/// Pieces of the body are moved together: what is around them falls away.
static int on_body(http_parser *parser, const char *data, size_t size) {
  struct answer *a = parser->data;
  memmove(a->piece + a->piece_size, data, size);
  a->piece_size += size;
  return 0;
}

static int on_complete(http_parser *parser) {
  struct answer *a = parser->data;
  if (!a->has_head) {
    forget_head(a);
    return 0;
  }
  a->is_complete = true;
  a->can_go_on = http_should_keep_alive(parser);
  http_parser_pause(parser, 1); // nothing was asked to which more could belong
  return 0;
}

static void expect_answer(struct answer *a, bool is_for_head) {
  http_parser_init(&a->parser, HTTP_RESPONSE);
  a->parser.data = a;
  a->is_for_head = is_for_head;
  a->has_begun = a->has_head = a->is_complete = a->can_go_on = false;
  forget_head(a);
}

/// Takes what was read; nothing is the end of the connection. Then the buffer
/// begins with a->piece_size bytes of the body. 0 or a code.
static int parse(struct answer *a, char *buffer, size_t size) {
  static const http_parser_settings calls = {.on_header_field = on_name,
                                             .on_header_value = on_value,
                                             .on_headers_complete = on_head,
                                             .on_body = on_body,
                                             .on_message_complete =
                                                 on_complete};
  a->has_begun |= size > 0;
  a->piece = buffer;
  a->piece_size = 0;
  size_t parsed = http_parser_execute(&a->parser, &calls, buffer, size);
  if (a->is_complete) {
    a->can_go_on &= parsed == size;
    return 0;
  }
  bool is_wrong = a->parser.http_errno || a->parser.upgrade;
  return !size ? -ECONNRESET : is_wrong ? -EPROTO : 0;
}

#endif // EXAMPLES_UPSTREAM_H
