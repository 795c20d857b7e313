// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An HTTP server with libuv's callbacks and http-parser: http-by-hand PORT. An
// idle connection holds no buffer, and every one its time limits.

#define _GNU_SOURCE
#include "serve.h"
#include <http_parser.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

enum {
  HEADER = 8192,         ///< most bytes of a request's header
  INPUT = 16384,         ///< of all connections, one after the other
  ANSWER = 256,          ///< room for one
  REQUEST_LIMIT = 10000, ///< ms for a request to come, an answer to go
  IDLE_LIMIT = 75000     ///< ms between requests
};

/// In a ring; the oldest is next to its head.
struct link {
  struct link *next, *previous;
};

struct connection {
  uv_tcp_t tcp; // first: a handle is its connection
  http_parser parser;
  struct link link; ///< in `idle` or `busy`
  uint64_t since;   ///< when it came there
  bool is_busy;
  bool in_request;       ///< it has begun, but not ended
  bool is_ending;        ///< what comes now is thrown away
  bool in_value;         ///< of a header's field
  unsigned char matched; ///< letters of "host"; more than 4: another field
  unsigned char hosts;   ///< how many fields with that name
};

static struct link idle = {&idle, &idle}, busy = {&busy, &busy};
static char input[INPUT];
/// The shortest requests have 16 bytes.
static char output[(INPUT / 16 + 2) * ANSWER];
static size_t output_length;
static char date[64], answer[ANSWER];
static int answer_length;

// ---- Connections ------------------------------------------------------------

static void unlink_it(struct connection *connection) {
  connection->link.previous->next = connection->link.next;
  connection->link.next->previous = connection->link.previous;
}

static void link_it(struct connection *connection, bool is_busy) {
  struct link *head = is_busy ? &busy : &idle;
  connection->link = (struct link){head, head->previous};
  head->previous->next = &connection->link;
  head->previous = &connection->link;
  connection->is_busy = is_busy;
  connection->since = uv_now(connection->tcp.loop);
}

static void place(struct connection *connection, bool is_busy) {
  unlink_it(connection);
  link_it(connection, is_busy);
}

static void on_closed(uv_handle_t *handle) { free(handle); }

static void end(struct connection *connection) {
  uv_handle_t *handle = (uv_handle_t *)&connection->tcp;
  if (uv_is_closing(handle))
    return;
  unlink_it(connection);
  uv_close(handle, on_closed);
}

static void end_old(struct link *head, uint64_t limit) {
  while (head->next != head) {
    struct connection *oldest =
        (struct connection *)((char *)head->next -
                              offsetof(struct connection, link));
    if (uv_now(oldest->tcp.loop) - oldest->since < limit)
      return;
    end(oldest);
  }
}

// ---- Answers ----------------------------------------------------------------

static int answer_with(char *to, const char *status, const char *more) {
  return snprintf(to, ANSWER, "HTTP/1.1 %s\r\nDate: %s\r\n%s", status, date,
                  more);
}

static void on_second(uv_timer_t *timer) {
  (void)timer;
  time_t now = time(NULL);
  struct tm parts;
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT",
           gmtime_r(&now, &parts));
  answer_length = answer_with(answer, "200 OK",
                              "Content-Type: text/plain\r\n"
                              "Content-Length: 13\r\n\r\nHello, world\n");
  end_old(&busy, REQUEST_LIMIT);
  end_old(&idle, IDLE_LIMIT);
}

/// The last answer of a connection.
static void answer_last(struct connection *connection, const char *status,
                        const char *more) {
  output_length += (size_t)answer_with(output + output_length, status, more);
  connection->is_ending = true;
}

#define BODILESS "Content-Length: 0\r\nConnection: close\r\n\r\n"

// ---- Requests ---------------------------------------------------------------

static int on_begin(http_parser *parser) {
  struct connection *connection = parser->data;
  connection->in_request = true;
  connection->in_value = false;
  connection->matched = connection->hosts = 0;
  return 0;
}

static int on_field(http_parser *parser, const char *at, size_t length) {
  struct connection *connection = parser->data;
  if (connection->in_value)
    connection->matched = 0;
  connection->in_value = false;
  for (size_t i = 0; i < length && connection->matched <= 4; ++i) {
    bool same = (at[i] | 0x20) == "host"[connection->matched];
    connection->matched = same ? connection->matched + 1 : 5;
  }
  return 0;
}

static int on_value(http_parser *parser, const char *at, size_t length) {
  struct connection *connection = parser->data;
  (void)at, (void)length;
  if (!connection->in_value && connection->matched == 4 &&
      connection->hosts < 2)
    ++connection->hosts;
  connection->in_value = true;
  return 0;
}

static int on_complete(http_parser *parser) {
  struct connection *connection = parser->data;
  bool is_head = parser->method == HTTP_HEAD;
  connection->in_request = false;
  if (parser->http_major != 1) {
    answer_last(connection, "505 HTTP Version Not Supported", BODILESS);
  } else if (parser->http_minor >= 1 ? connection->hosts != 1
                                     : connection->hosts > 1) {
    answer_last(connection, "400 Bad Request", BODILESS);
  } else if (parser->method != HTTP_GET && !is_head) {
    answer_last(connection, "405 Method Not Allowed",
                "Allow: GET, HEAD\r\n" BODILESS);
  } else if (parser->http_minor < 1 || !http_should_keep_alive(parser)) {
    answer_last(connection, "200 OK",
                "Content-Type: text/plain\r\nContent-Length: 13\r\n"
                "Connection: close\r\n\r\nHello, world\n");
    output_length -= is_head ? 13 : 0;
  } else {
    memcpy(output + output_length, answer, (size_t)answer_length);
    output_length += (size_t)answer_length - (is_head ? 13 : 0);
  }
  if (connection->is_ending)
    http_parser_pause(parser, 1);
  return 0;
}

static const http_parser_settings callbacks = {.on_message_begin = on_begin,
                                               .on_header_field = on_field,
                                               .on_header_value = on_value,
                                               .on_message_complete =
                                                   on_complete};

/// Goes on where it stopped at a wish for another protocol: none is granted.
static void parse(struct connection *connection, const char *at,
                  size_t length) {
  http_parser *parser = &connection->parser;
  for (size_t done; length && !connection->is_ending;
       at += done, length -= done) {
    done = http_parser_execute(parser, &callbacks, at, length);
    enum http_errno error = HTTP_PARSER_ERRNO(parser);
    if (error == HPE_HEADER_OVERFLOW)
      answer_last(connection, "431 Request Header Fields Too Large", BODILESS);
    else if (error != HPE_OK && error != HPE_PAUSED)
      answer_last(connection, "400 Bad Request", BODILESS);
  }
}

// ---- Reading and writing ----------------------------------------------------

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
  (void)handle, (void)suggested;
  *buffer = uv_buf_init(input, sizeof input);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer);

/// After the last answer the client ends the connection, so that it gets it.
static void shut(struct connection *connection) {
  uv_os_fd_t fd;
  if (uv_fileno((uv_handle_t *)&connection->tcp, &fd) || shutdown(fd, SHUT_WR))
    end(connection);
}

static void on_written(uv_write_t *request, int status) {
  struct connection *connection = (struct connection *)request->handle;
  free(request);
  if (status ||
      uv_read_start((uv_stream_t *)&connection->tcp, on_room, on_read)) {
    end(connection);
    return;
  }
  place(connection, connection->in_request || connection->is_ending);
  if (connection->is_ending)
    shut(connection);
}

/// What the socket does not take now is kept, and nothing read meanwhile.
static void write_later(struct connection *connection, size_t written) {
  uv_stream_t *stream = (uv_stream_t *)&connection->tcp;
  size_t length = output_length - written;
  uv_write_t *request = room(sizeof *request + length);
  char *copy = memcpy(request + 1, output + written, length);
  uv_buf_t rest = uv_buf_init(copy, (unsigned)length);
  uv_read_stop(stream);
  place(connection, true);
  check(uv_write(request, stream, &rest, 1, on_written), "write");
}

static void flush(struct connection *connection) {
  uv_buf_t all = uv_buf_init(output, (unsigned)output_length);
  int written = uv_try_write((uv_stream_t *)&connection->tcp, &all, 1);
  if (written < 0 && written != UV_EAGAIN) {
    end(connection);
  } else if (written < 0 || (size_t)written < output_length) {
    write_later(connection, written < 0 ? 0 : (size_t)written);
  } else {
    place(connection, connection->in_request || connection->is_ending);
    if (connection->is_ending)
      shut(connection);
  }
}

static void on_read(uv_stream_t *stream, ssize_t count,
                    const uv_buf_t *buffer) {
  struct connection *connection = (struct connection *)stream;
  if (count < 0) {
    end(connection);
    return;
  }
  if (count == 0 || connection->is_ending)
    return;
  output_length = 0;
  parse(connection, buffer->base, (size_t)count);
  if (output_length)
    flush(connection);
  else if (connection->in_request && !connection->is_busy)
    place(connection, true);
}

static void on_connection(uv_stream_t *listener, int status) {
  if (status)
    return;
  struct connection *connection = room(sizeof *connection);
  uv_stream_t *stream = (uv_stream_t *)&connection->tcp;
  memset(connection, 0, sizeof *connection);
  check(uv_tcp_init(listener->loop, &connection->tcp), "socket");
  http_parser_init(&connection->parser, HTTP_REQUEST);
  connection->parser.data = connection;
  link_it(connection, true);
  if (uv_accept(listener, stream) || uv_tcp_nodelay(&connection->tcp, 1) ||
      uv_read_start(stream, on_room, on_read))
    end(connection);
}

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  static uv_timer_t second;
  http_parser_set_max_header_size(HEADER);
  check(uv_timer_init(uv_default_loop(), &second), "timer");
  check(uv_timer_start(&second, on_second, 1000, 1000), "timer");
  on_second(&second);
  return serve(argv[1], on_connection);
}
