// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exchanges that are to be disturbed: a client and a server of lines and blocks,
// over TCP, and of HTTP, both with bodies in pieces. Who is disturbed returns a
// code; but what it got until then was right.

#ifndef EXCHANGES_H
#define EXCHANGES_H

#include "faults.h"
#include <yieldc/io/http.h>

enum role { CLIENT, SERVER, ALL_SERVERS, ROLES };

/// The tasks that may be disturbed.
static struct task_job *victims[ROLES];
static void forget_victim(struct task_job ***place) { **place = NULL; }
#define VICTIM(role)                                                           \
  __attribute__((cleanup(forget_victim), unused)) struct task_job *            \
      *registered = &victims[role];                                            \
  victims[role] = task_current()

/// One that fails, or is cancelled, lets nobody wait who is not accepted yet.
static struct io_listener *listener;
static void shut(const int *unused) {
  (void)unused;
  io_listener_close(listener);
  listener = NULL;
}
#define SHUTS __attribute__((cleanup(shut), unused)) int shuts = 0

#define TRY(e)                                                                 \
  do {                                                                         \
    ssize_t code_ = (e);                                                       \
    if (code_ < 0)                                                             \
      return (int)code_;                                                       \
  } while (0)

/// As one expects from who was cut off.
static bool is_end(ssize_t code) {
  return code == 0 || code == -ECONNRESET || code == -EPIPE;
}

/// Bytes to send, from any place.
enum { MOST = 4 << 20 };
static char *bytes_at(size_t at) {
  static char *bytes;
  if (!bytes)
    fill(bytes = malloc(MOST), MOST, 0);
  return bytes + at;
}

// ---- Lines and blocks -------------------------------------------------------

static task(int) takes_block(struct io_reader *reader, size_t size) {
  char data[20000];
  for (size_t at = 0; at < size;) {
    size_t piece = size - at < sizeof data ? size - at : sizeof data;
    ssize_t n = await io_get_all(reader, data, piece);
    TRY(n);
    if (memcmp(data, bytes_at(at), (size_t)n) != 0)
      return -EBADMSG;
    if (n < (ssize_t)piece)
      return -ENODATA;
    at += piece;
  }
  return 0;
}

static task(int) serves(struct io_stream *stream) {
  struct io_reader reader io_auto_free_reader = {.stream = stream};
  struct io_writer writer io_auto_free_writer = {.stream = stream};
  __attribute__((cleanup(forget_victim), unused)) struct task_job **registered =
      &(struct task_job *){NULL};
  char *line;
  size_t size;
  ssize_t n;
  while ((n = await io_get_line(&reader, &line)) > 0) {
    if (!strcmp(line, "victim")) {
      registered = &victims[SERVER];
      victims[SERVER] = task_current();
    } else if (sscanf(line, "put %zu", &size) == 1 && size <= MOST) {
      TRY(await takes_block(&reader, size));
      TRY(await io_print(&writer, "got %zu\r\n", size));
    } else if (sscanf(line, "get %zu", &size) == 1 && size <= MOST) {
      TRY(await io_put(&writer, bytes_at(0), size));
    }
    TRY(await io_flush(&writer));
  }
  return 0;
}

/// Whatever happens to one of them, the others go on.
static task(int) serves_one(struct io_stream *accepted) {
  io_auto_close struct io_stream *stream = accepted;
  int code = await serves(stream);
  EXPECT(is_end(code) || code == -ENODATA || code == -ENOMEM);
  return 0;
}

static task(int) serves_all(void) {
  VICTIM(ALL_SERVERS);
  SHUTS;
  int code;
  task_group(connections);
  while (listener) {
    struct io_stream *stream = task_catch(code, await io_accept(listener));
    if (code == -ECANCELED)
      task_fail(code);
    if (!code)
      task_spawn_owning(connections, serves_one(stream), io_release, stream);
  }
  return 0;
}

static task(int) exchanges(int port, bool is_victim, size_t size) {
  io_auto_close struct io_stream *stream = await tcp_connect("localhost", port);
  struct io_reader reader io_auto_free_reader = {.stream = stream};
  struct io_writer writer io_auto_free_writer = {.stream = stream};
  char *line, expected[40], byte;
  if (is_victim)
    TRY(await io_print(&writer, "victim\r\n"));
  TRY(await io_print(&writer, "put %zu\r\n", size));
  TRY(await io_put(&writer, bytes_at(0), size));
  TRY(await io_flush(&writer));
  ssize_t n = await io_get_line(&reader, &line);
  TRY(n);
  if (!n)
    return -ENODATA;
  sprintf(expected, "got %zu", size);
  EXPECT(!strcmp(line, expected));
  TRY(await io_print(&writer, "get %zu\n", size));
  TRY(await io_flush(&writer));
  int code = await takes_block(&reader, size);
  EXPECT(code != -EBADMSG);
  TRY(code);
  TRY(await io_shutdown(stream));
  TRY(n = await io_read(stream, &byte, 1));
  EXPECT(!n);
  return 0;
}

// ---- HTTP -------------------------------------------------------------------

static task(int) handles_http(struct http_exchange *x) {
  __attribute__((cleanup(forget_victim), unused)) struct task_job **registered =
      &(struct task_job *){NULL};
  char data[4000];
  ssize_t n;
  if (http_header(x, "X-Victim")) {
    registered = &victims[SERVER];
    victims[SERVER] = task_current();
  }
  if (x->length == 0)
    return (int)await http_answer(x, 200, NULL, "pong", 4);
  TRY(http_begin(x, 200, "text/plain", x->length));
  while ((n = await http_receive(x, data, sizeof data)) > 0)
    TRY(await http_send(x, data, (size_t)n));
  return (int)n;
}

static task(int) serves_http(void) {
  VICTIM(ALL_SERVERS);
  SHUTS;
  struct http_server server = {.handler = handles_http, .body_size = MOST};
  return await http_serve(&server, listener);
}

/// In pieces, so that much is under way in both directions.
static task(int) sends_pieces(struct io_stream *stream, size_t size,
                            bool in_chunks) {
  struct io_writer writer io_auto_free_writer = {.stream = stream};
  for (size_t at = 0, piece; at < size; at += piece) {
    piece = size - at < 9000 ? size - at : 9000;
    if (in_chunks)
      TRY(await io_print(&writer, "%zx\r\n", piece));
    TRY(await io_put(&writer, bytes_at(at), piece));
    if (in_chunks)
      TRY(await io_print(&writer, "\r\n"));
    TRY(await io_flush(&writer));
  }
  if (in_chunks)
    TRY(await io_print(&writer, "0\r\n\r\n"));
  return (int)await io_flush(&writer);
}

/// If that fails the server must not wait for more.
static task(int) sends_body(struct io_stream *stream, size_t size,
                            bool in_chunks) {
  int code = await sends_pieces(stream, size, in_chunks);
  if (code)
    await io_shutdown(stream);
  return code;
}

/// Reads an answer in chunks, or of known length. *ends becomes true if it is
/// the connection's last.
static task(int) takes_answer(struct io_reader *reader, size_t size,
                            bool *ends) {
  char *line, data[9000];
  size_t length = 0, at = 0;
  bool in_chunks = false;
  ssize_t n = await io_get_line(reader, &line);
  TRY(n);
  if (n && !strcmp(line, "HTTP/1.1 503 Service Unavailable"))
    return -ENOMEM;
  if (n && !strcmp(line, "HTTP/1.1 500 Internal Server Error"))
    return -ENOMEM;
  EXPECT(!n || !strcmp(line, "HTTP/1.1 200 OK"));
  while ((n = await io_get_line(reader, &line)) > 0 && *line) {
    in_chunks |= !strcmp(line, "Transfer-Encoding: chunked");
    *ends |= !strcmp(line, "Connection: close");
    sscanf(line, "Content-Length: %zu", &length);
  }
  TRY(n ? n : -ENODATA);
  do {
    if (in_chunks) {
      TRY(n = await io_get_line(reader, &line));
      if (!n)
        return -ENODATA;
      length = strtoul(line, NULL, 16);
      EXPECT(length <= sizeof data);
    }
    for (size_t left = length, piece; left; left -= piece) {
      piece = left < sizeof data ? left : sizeof data;
      TRY(n = await io_get_all(reader, data, piece));
      EXPECT(!size ? !memcmp(data, "pong", (size_t)n)
                   : !memcmp(data, bytes_at(at), (size_t)n));
      at += (size_t)n;
      if (n < (ssize_t)piece)
        return -ENODATA;
    }
    if (in_chunks) {
      TRY(n = await io_get_line(reader, &line));
      if (!n)
        return -ENODATA;
      EXPECT(!*line);
    }
  } while (in_chunks && length);
  EXPECT(at == (size ? size : 4));
  return 0;
}

/// In chunks, of known length, empty. (The server closes a connection that is
/// answered while much of a body of known length is to come.)
static task(int) exchanges_http(int port, bool is_victim, size_t size) {
  int way = 0;
  while (way < 3) {
    io_auto_close struct io_stream *stream =
        await tcp_connect("localhost", port);
    struct io_reader reader io_auto_free_reader = {.stream = stream};
    char head[200], byte;
    bool ends = false;
    for (; way < 3 && !ends; ++way) {
      size_t length = way == 2 ? 0 : size;
      int n = sprintf(head, "POST /a HTTP/1.1\r\nHost: a\r\n%s",
                      is_victim ? "X-Victim: 1\r\n" : "");
      n += way == 0 ? sprintf(head + n, "Transfer-Encoding: chunked\r\n\r\n")
                    : sprintf(head + n, "Content-Length: %zu\r\n\r\n", length);
      TRY(await io_write(stream, head, (size_t)n));
      task_group(g);
      int sent = 0;
      if (length) {
        TRY(task_spawn(g, sends_body(stream, length, way == 0), &sent));
      }
      TRY(await takes_answer(&reader, length, &ends));
      TRY(await task_group_wait(g));
      EXPECT(!ends || (way == 1 && size > 64 << 10));
    }
    TRY(await io_shutdown(stream));
    ssize_t n = await io_read(stream, &byte, 1);
    TRY(n);
    if (n)
      return -ENODATA;
  }
  return 0;
}

#endif // EXCHANGES_H
