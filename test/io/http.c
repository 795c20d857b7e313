// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The HTTP server: what it answers, and what it refuses.
// REQUIRES: libuv, http-parser
// RUN: %levels %s %http
// RUN: %if sanitizers %{ %yieldcc %s -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all %checked_http -o %t && %t %}

#include "../expect.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/io.h>
#include <yieldc/io/http.h>

// ---- The server -------------------------------------------------------------

static task(int) echo(struct http_exchange *x) {
  char data[7], all[4096];
  size_t size = 0;
  ssize_t n;
  while ((n = await http_receive(x, data, sizeof data)) > 0) {
    memcpy(all + size, data, (size_t)n);
    size += (size_t)n;
  }
  if (n < 0)
    return (int)n;
  EXPECT(await http_receive(x, data, sizeof data) == 0);
  return (int)await http_answer(x, 200, "text/plain", all, size);
}

static task(int) pieces(struct http_exchange *x, int64_t length) {
  int code = http_begin(x, 200, "text/plain", length);
  if (code)
    return code;
  for (int i = 0; i < 3; ++i) {
    ssize_t n = await http_send(x, "0123456789", 10);
    EXPECT(n == 10);
    if (i == 0)
      EXPECT(await http_flush(x) == 0);
    await task_sleep(1);
  }
  EXPECT(length < 0 || await http_send(x, "x", 1) == -EMSGSIZE);
  return 0;
}

static task(int) show(struct http_exchange *x) {
  char text[1024];
  int size = snprintf(text, sizeof text, "%s|%s|%s|%s|%zu|%s", x->method,
                      x->target, x->path, x->query, x->count,
                      http_header(x, "x-a") ? http_header(x, "X-A") : "-");
  return (int)await http_answer(x, 200, NULL, text, (size_t)size);
}

static struct gone {
  ssize_t before, after; ///< the end of the body
  uint64_t when;
} gone;

/// Answers only to who goes away: later, or never.
static task(int) waits_until_gone(struct http_exchange *x) {
  char data[10];
  gone = (struct gone){.before = await http_gone(x)};
  EXPECT(await http_receive(x, data, sizeof data) == 3);
  gone.after = await http_gone(x);
  gone.when = task_now();
  return (int)await http_answer(x, 200, NULL, NULL, 0);
}

/// As a proxy for what it has asked.
static task(int) waits(void) {
  io_auto_close struct io_stream *one = NULL, *other = NULL;
  EXPECT(io_socketpair(&one, &other) == 0);
  return await io_wait(one);
}

/// Is cancelled right before it sends what it has announced.
static task(int) unbegun(struct http_exchange *x) {
  EXPECT(http_begin(x, 200, NULL, 6) == 0);
  await task_sleep(10);
  return (int)await http_send(x, "abcdef", 6);
}

static task(int) handle(struct http_exchange *x) {
  const char *path = x->path;
  if (!strcmp(path, "/echo"))
    return await echo(x);
  if (!strcmp(path, "/chunks"))
    return await pieces(x, -1);
  if (!strcmp(path, "/length"))
    return await pieces(x, 30);
  if (!strcmp(path, "/short")) { // says 9, sends none
    EXPECT(http_begin(x, 200, NULL, 9) == 0);
    return 0;
  }
  if (!strcmp(path, "/set")) {
    EXPECT(http_set(x, "X-B", "1") == 0 && http_set(x, "X-C", "2 3") == 0);
    EXPECT(http_set(x, "X", "a\r\nSet-Cookie: b") == -EINVAL);
    EXPECT(http_set(x, "X Y", "a") == -EINVAL);
    EXPECT(http_set(x, "content-length", "3") == -EINVAL);
    EXPECT(await http_answer(x, 200, "a\nb", "", 0) == -EINVAL);
    EXPECT(await http_answer(x, 204, NULL, NULL, 0) == 0);
    EXPECT(http_set(x, "X", "a") == -EALREADY);
    return await http_answer(x, 200, NULL, NULL, 0) == -EALREADY ? 0 : -1;
  }
  if (!strcmp(path, "/ignores")) {
    char data[16];
    while (await http_receive(x, data, sizeof data) > 0)
      ;
    EXPECT(await http_receive(x, data, sizeof data) < 0); // for ever
    return (int)await http_answer(x, 200, NULL, "a", 1);
  }
  if (!strcmp(path, "/waits")) {
    int code;
    task_catch(code, await task_timeout(90000, waits()));
    EXPECT(code == -ETIMEDOUT);
    return (int)await http_answer(x, 200, NULL, "late", 4);
  }
  if (!strcmp(path, "/unbegun")) {
    int code;
    task_catch(code, await task_timeout(10, unbegun(x)));
    EXPECT(code == -ETIMEDOUT);
    return 0;
  }
  if (!strcmp(path, "/stop")) {
    int code = (int)await http_answer(x, 200, NULL, "a", 1);
    http_stop(x->server);
    return code;
  }
  if (!strcmp(path, "/gone"))
    return await waits_until_gone(x);
  if (!strcmp(path, "/fails"))
    return -EIO;
  if (!strcmp(path, "/nothing"))
    return 0;
  if (!strcmp(path, "/breaks")) {
    EXPECT(http_begin(x, 200, NULL, -1) == 0);
    EXPECT(await http_send(x, "abc", 3) == 3);
    return -EIO;
  }
  if (!strcmp(path, "/sleeps")) {
    await task_sleep(3000);
    return (int)await http_answer(x, 200, NULL, "late", 4);
  }
  if (!strcmp(path, "/large")) {
    static char data[100000];
    memset(data, 'a', sizeof data);
    return (int)await http_answer(x, 200, NULL, data, sizeof data);
  }
  return await show(x);
}

// ---- The client -------------------------------------------------------------

static int port;

/// Sends a request, in pieces of `step` bytes, and reads all answers until the
/// end. Without the date, which nobody knows.
static task(char *) ask(const char *request, size_t size, size_t step) {
  io_auto_close struct io_stream *s = await tcp_connect("127.0.0.1", port);
  size_t capacity = 1 << 20, length = 0;
  char *text = malloc(capacity);
  ssize_t n;
  for (size_t at = 0; at < size; at += step) {
    size_t left = size - at;
    if (await io_write(s, request + at, left < step ? left : step) < 0)
      break;
    if (step < size)
      await task_sleep(1);
  }
  while ((n = await io_read(s, text + length, capacity - length - 1)) > 0)
    length += (size_t)n;
  text[length] = 0;
  for (char *date; (date = strstr(text, "Date: "));)
    memmove(date, strstr(date, "\r\n") + 2,
            strlen(strstr(date, "\r\n") + 2) + 1);
  return text;
}

static task(int) expect_sent(const char *request, size_t step,
                             const char *answer) {
  char *text = await ask(request, strlen(request), step);
  if (strcmp(text, answer))
    printf("%s\n--- expected\n%s\n--- but got\n%s\n", request, answer, text);
  EXPECT(!strcmp(text, answer));
  free(text);
  return 0;
}

/// Expects the whole answer, whether it comes at once or byte by byte.
static task(int) expect(const char *request, const char *answer) {
  await expect_sent(request, 10000, answer);
  return await expect_sent(request, 1, answer);
}

/// Expects an answer of that status, and then the end.
static task(int) expect_status(const char *request, size_t size, int status) {
  char *text = await ask(request, size, 10000), line[32];
  sprintf(line, "HTTP/1.1 %d ", status);
  if (strncmp(text, line, strlen(line)))
    printf("%s\n--- expected %d but got\n%s\n", request, status, text);
  EXPECT(!strncmp(text, line, strlen(line)));
  EXPECT(strstr(text, "Connection: close\r\n"));
  EXPECT(!strstr(text + 1, "HTTP/1.1"));
  free(text);
  return 0;
}

#define HOST "Host: a\r\n"
#define CLOSE "Connection: close\r\n"
#define GET(target) "GET " target " HTTP/1.1\r\n" HOST
#define LAST(target) GET(target) CLOSE "\r\n"
#define OK "HTTP/1.1 200 OK\r\n"

static task(int) answers(void) {
  // Targets.
  await expect(LAST("/a%20b//c/../d/./?x=%41"),
               OK "Content-Length: 45\r\n" CLOSE
                  "\r\nGET|/a%20b//c/../d/./?x=%41|/a b/d/|x=%41|2|-");
  await expect(GET("http://a.example?q") "x-A: \t 1 2 \t\r\n" CLOSE "\r\n",
               OK "Content-Length: 32\r\n" CLOSE
                  "\r\nGET|http://a.example?q|/|q|3|1 2");
  await expect("OPTIONS * HTTP/1.1\r\n" HOST CLOSE "\r\n",
               OK "Content-Length: 16\r\n" CLOSE "\r\nOPTIONS|*|*||2|-");
  // Kept, pipelined, and ended by the last one; empty lines before a request.
  await expect("\r\n" GET("/1") "\r\n\r\n" GET("/2") "\r\n" LAST("/3")
                   GET("/4") "\r\n",
               OK "Content-Length: 14\r\n\r\nGET|/1|/1||1|-" OK
                  "Content-Length: 14\r\n\r\nGET|/2|/2||1|-" OK
                  "Content-Length: 14\r\n" CLOSE "\r\nGET|/3|/3||2|-");
  // HTTP/1.0 ends, unless asked not to, and knows no chunks.
  await expect("GET /1 HTTP/1.0\r\n\r\n",
               OK "Content-Length: 14\r\n" CLOSE "\r\nGET|/1|/1||0|-");
  await expect("GET /1 HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n"
               "GET /chunks HTTP/1.0\r\n\r\n",
               OK "Content-Length: 14\r\nConnection: keep-alive\r\n\r\n"
                  "GET|/1|/1||1|-" OK "Content-Type: text/plain\r\n" CLOSE
                  "\r\n012345678901234567890123456789");
  // Bodies.
  await expect("POST /echo HTTP/1.1\r\n" HOST
               "Content-Length: 10\r\n\r\n0123456789" LAST("/echo"),
               OK "Content-Type: text/plain\r\nContent-Length: 10\r\n\r\n"
                  "0123456789" OK "Content-Type: text/plain\r\n"
                  "Content-Length: 0\r\n" CLOSE "\r\n");
  await expect("POST /echo HTTP/1.1\r\n" HOST
               "Transfer-Encoding: Chunked\r\n\r\n"
               "a;x=y\r\n0123456789\r\n3\r\nabc\r\n0\r\nX: trailer\r\n\r\n"
               LAST("/1"),
               OK "Content-Type: text/plain\r\nContent-Length: 13\r\n\r\n"
                  "0123456789abc" OK "Content-Length: 14\r\n" CLOSE
                  "\r\nGET|/1|/1||2|-");
  await expect(GET("/chunks") "\r\n" LAST("/length"),
               OK "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
                  "\r\na\r\n0123456789\r\na\r\n0123456789\r\na\r\n0123456789"
                  "\r\n0\r\n\r\n" OK
                  "Content-Type: text/plain\r\nContent-Length: 30\r\n" CLOSE
                  "\r\n012345678901234567890123456789");
  // One that nobody reads is dropped.
  await expect("POST /1 HTTP/1.1\r\n" HOST
               "Content-Length: 10\r\n\r\n0123456789" LAST("/2"),
               OK "Content-Length: 15\r\n\r\nPOST|/1|/1||2|-" OK
                  "Content-Length: 14\r\n" CLOSE "\r\nGET|/2|/2||2|-");
  await expect("POST /echo HTTP/1.1\r\n" HOST "Expect: 100-Continue\r\n" CLOSE
               "Content-Length: 3\r\n\r\nabc",
               "HTTP/1.1 100 Continue\r\n\r\n" OK
               "Content-Type: text/plain\r\nContent-Length: 3\r\n" CLOSE
               "\r\nabc");
  // Answers without a body.
  await expect("HEAD /length HTTP/1.1\r\n" HOST "\r\nHEAD /chunks HTTP/1.1\r\n"
               HOST CLOSE "\r\n",
               OK "Content-Type: text/plain\r\nContent-Length: 30\r\n\r\n" OK
                  "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
                  CLOSE "\r\n");
  await expect(GET("/set") "\r\n" LAST("/set"),
               "HTTP/1.1 204 No Content\r\nX-B: 1\r\nX-C: 2 3\r\n\r\n"
               "HTTP/1.1 204 No Content\r\n" CLOSE "X-B: 1\r\nX-C: 2 3\r\n\r\n");
  // Handlers that fail.
  await expect(GET("/fails") "\r\n",
               "HTTP/1.1 500 Internal Server Error\r\n"
               "Content-Length: 0\r\n" CLOSE "\r\n");
  await expect(LAST("/nothing"), "HTTP/1.1 500 Internal Server Error\r\n"
                                 "Content-Length: 0\r\n" CLOSE "\r\n");
  await expect(GET("/breaks") "\r\n" GET("/") "\r\n",
               OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc");
  await expect(GET("/short") "\r\n" GET("/") "\r\n",
               OK "Content-Length: 9\r\n\r\n");
  return 0;
}

static task(int) refusals(void) {
  static const struct {
    int status;
    const char *request;
  } refused[] = {
      // What could be understood otherwise: smuggling.
      {400, "POST / HTTP/1.1\r\n" HOST
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST "Content-Length: \r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Content-Length: 99999999999999999999999\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST "Content-Length : 3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "X: a\r\n Content-Length: 3\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {501, "POST / HTTP/1.1\r\n" HOST
            "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Transfer-Encoding: identity\r\n\r\nabc"},
      {400, "POST / HTTP/1.1\r\n" HOST
            "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
      {400, "POST / HTTP/1.0\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\nx\r\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabcd"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabcXX0\r\n\r\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n3\rXabc\r\n0\r\n\r\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n3;\nX\r\nabc\r\n0\r\n\r\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\n"},
      {400, "POST /echo HTTP/1.1\r\n" HOST
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\rX"},
      {400, GET("/") "X: a\rb\r\n\r\n"},
      {400, "GET / HTTP/1.1\nHost: a\n\n"},
      {400, "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      // Hosts.
      {400, "GET / HTTP/1.1\r\n\r\n"},
      {400, GET("/") "host: b\r\n\r\n"},
      // Request lines.
      {400, "GET /a b HTTP/1.1\r\n" HOST "\r\n"},
      {400, "GET  / HTTP/1.1\r\n" HOST "\r\n"},
      {400, "GET\t/ HTTP/1.1\r\n" HOST "\r\n"},
      {505, "GET /\r\n\r\n"},
      {400, GET("a") "\r\n"},
      {400, GET("*") "\r\n"},
      {400, GET("http:///a/b") "\r\n"},
      {400, GET("/#a") "\r\n"},
      {400, GET("/\x7f") "\r\n"},
      {405, "CONNECT a:443 HTTP/1.1\r\n" HOST "\r\n"},
      {501, "FROB / HTTP/1.1\r\n" HOST "\r\n"},
      {400, "get / HTTP/1.1\r\n" HOST "\r\n"},
      {505, "GET / HTTP/2.0\r\n" HOST "\r\n"},
      {505, "GET / HTTP/1.2\r\n" HOST "\r\n"},
      // Out of the root.
      {400, GET("/../a") "\r\n"},
      {400, GET("/a/../../b") "\r\n"},
      {400, GET("/%2e%2e/a") "\r\n"},
      {400, GET("/a/%2e%2e%2f..%2fb") "\r\n"},
      {400, GET("/a%00b") "\r\n"},
      {400, GET("/a%2") "\r\n"},
      {400, GET("/a%zz") "\r\n"},
      // Headers.
      {400, GET("/") "X\r\n\r\n"},
      {400, GET("/") ": a\r\n\r\n"},
      {400, GET("/") "X(: a\r\n\r\n"},
      {400, GET("/") "X: \x01\r\n\r\n"},
      {417, GET("/") "Expect: more\r\n\r\n"},
      // Garbage, as from who wants to speak TLS.
      {400, "\x16\x03\x01\x02"},
      {400, "\xff\xff\xff\xff"},
      // Sizes.
      {413, "POST / HTTP/1.1\r\n" HOST "Content-Length: 3001\r\n\r\n"},
      {413, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
            "bb9\r\n"},
  };
  size_t count = sizeof refused / sizeof *refused;
  for (size_t i = 0; i + 1 < count; ++i)
    await expect_status(refused[i].request, strlen(refused[i].request),
                        refused[i].status);
  // Too long a chunk: 3001 bytes.
  size_t length = strlen(refused[count - 1].request);
  char *text = calloc(1, length + 3008 + 1);
  strcpy(text, refused[count - 1].request);
  memset(text + length, 'x', 3001);
  strcpy(text + length + 3001, "\r\n0\r\n\r\n");
  await expect_status(text, strlen(text), 413);
  free(text);
  // A zero; a head that is too long, in one header or in many; and one that
  // never ends.
  await expect_status("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", 29, 400);
  char *flood = malloc(100000);
  for (int kind = 0; kind < 3; ++kind) {
    int at = sprintf(flood, "GET /%s", kind == 2 ? "" : " HTTP/1.1\r\n" HOST);
    if (kind == 0)
      at += sprintf(flood + at, "X: %0*d\r\n\r\n", 17000, 0);
    else if (kind == 1)
      while (at < 17000)
        at += sprintf(flood + at, "X: y\r\n");
    else
      at += sprintf(flood + at, "%0*d", 17000, 0);
    await expect_status(flood, (size_t)at, 431);
  }
  free(flood);
  return 0;
}

// ---- Bodies that nobody reads -----------------------------------------------

/// Who sends a large body and reads only then gets the answer all the same,
/// though that was given at the start.
static task(int) upload(const char *head, bool in_chunks, const char *answer) {
  enum { SIZE = 3000000, CHUNK = 60000 };
  char *request = malloc(SIZE + 2000), *at = request;
  at += sprintf(at, "POST %s", head);
  for (int left = SIZE; left; left -= CHUNK) {
    at += in_chunks ? sprintf(at, "%x\r\n", CHUNK) : 0;
    memset(at, 'a', CHUNK);
    at += CHUNK;
    at += in_chunks ? sprintf(at, "\r\n") : 0;
  }
  char *text = await ask(request, (size_t)(at - request), 10000000);
  EXPECT(!strcmp(text, answer));
  free(text);
  free(request);
  return 0;
}

static task(int) uploads(struct http_server *server) {
#define LENGTH "Content-Length: 3000000\r\n\r\n"
  await upload("/1 HTTP/1.1\r\n" HOST LENGTH, false,
               "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\n" CLOSE
               "\r\n");
  server->body_size = 4000000;
  await upload("/1 HTTP/1.1\r\n" HOST LENGTH, false,
               OK "Content-Length: 15\r\n" CLOSE "\r\nPOST|/1|/1||2|-");
  await upload("/1 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", true,
               OK "Content-Length: 15\r\n\r\nPOST|/1|/1||2|-");
  server->body_size = 3000;
  return 0;
}

// ---- Several on one connection ----------------------------------------------

static task(int) connected(struct io_stream **stream) {
  *stream = await tcp_connect("127.0.0.1", port);
  return 0;
}

/// What comes of them, and when: milliseconds until the first bytes.
static task(int) first_after(const char *request) {
  io_auto_close struct io_stream *s = NULL;
  char text[500];
  uint64_t begun = task_now();
  EXPECT(await connected(&s) == 0);
  EXPECT(await io_write(s, request, strlen(request)) > 0);
  ssize_t size = await io_read(s, text, sizeof text - 1);
  EXPECT(size > 0 && !strncmp(text, "HTTP/1.1 200", 12));
  return (int)(task_now() - begun);
}

static task(int) ends_by_reset(const char *request) {
  io_auto_close struct io_stream *s = NULL;
  char text[500];
  ssize_t size;
  EXPECT(await connected(&s) == 0);
  EXPECT(await io_write(s, request, strlen(request)) > 0);
  while ((size = await io_read(s, text, sizeof text)) > 0)
    ;
  EXPECT(size == -ECONNRESET);
  return 0;
}

#define SHOWN(n) OK "Content-Length: 14\r\n\r\nGET|/" n "|/" n "||1|-"
#define SHOWN_LAST(n, count)                                                   \
  OK "Content-Length: 14\r\n" CLOSE "\r\nGET|/" n "|/" n "||" count "|-"

static task(int) several(void) {
  // Ends of lines between them, and behind the last.
  await expect(GET("/1") "\r\n\r\n\r\n" LAST("/2"), SHOWN("1") SHOWN_LAST("2", "2"));
  await expect_sent(GET("/1") "\r\n\r\n\r\n", 10000, SHOWN("1"));
  // The first does not wait for the second, nor an answer for its request.
  EXPECT(await first_after(GET("/1") "\r\n" GET("/sleeps") "\r\n") < 100);
  EXPECT(await first_after("GET /1 HTTP/1.1\r\n" HOST
                           "Content-Length: 5\r\n\r\n") < 100);
  // What is not understood of a body is no request.
  await expect("POST /ignores HTTP/1.1\r\n" HOST
               "Transfer-Encoding: chunked\r\n\r\n"
               "15\r\nAAAAAAAAAAAAAAAA0\r\n\r\n\r\n" GET("/1") "\r\n",
               OK "Content-Length: 1\r\n" CLOSE "\r\na");
  // Nor is an answer what belongs to another.
  await expect(GET("/unbegun") "\r\n" GET("/1") "\r\n", OK "Content-Length: 6\r\n\r\n");
  await expect(GET("/waits") CLOSE "\r\n", OK "Content-Length: 4\r\n" CLOSE "\r\nlate");
  await ends_by_reset("GET /breaks HTTP/1.0\r\n\r\n");
  await expect("POST /echo HTTP/1.0\r\nContent-Length: 2\r\n"
               "Expect: 100-continue\r\n\r\nhi",
               OK "Content-Type: text/plain\r\nContent-Length: 2\r\n" CLOSE "\r\nhi");
  await expect(GET("/1") CLOSE "Connection: keep-alive\r\n\r\n" GET("/2") "\r\n",
               SHOWN_LAST("1", "3"));
  return 0;
}

// ---- Those who go away -----------------------------------------------------

/// Who waits for an answer, has sent more requests meanwhile, and then goes.
static task(int) goes(const char *more, size_t size, ssize_t after) {
  static const char request[] =
      "POST /gone HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc";
  uint64_t went;
  gone = (struct gone){0};
  {
    io_auto_close struct io_stream *s = NULL;
    EXPECT(await connected(&s) == 0);
    EXPECT(await io_write(s, request, strlen(request)) > 0);
    if (size)
      EXPECT(await io_write(s, more, size) == (ssize_t)size);
    await task_sleep(5000);
    went = task_now();
  }
  while (!gone.when)
    await task_sleep(1);
  EXPECT(gone.before == -EINVAL && gone.after == after);
  EXPECT(after < 0 || gone.when >= went);
  EXPECT(gone.when <= went + 10);
  return 0;
}

static task(int) goers(void) {
  static char flood[20000];
  memset(flood, '\n', sizeof flood);
  await goes("", 0, 0);
  await goes(GET("/1") "\r\n" GET("/2"), strlen(GET("/1") "\r\n" GET("/2")), 0);
  await goes(flood, sizeof flood, -EMSGSIZE); // there is no room for that
  return 0;
}

// ---- Slow ones, in virtual time ---------------------------------------------

/// Sends that, and then nothing: when does the connection end, in seconds, and
/// how?
static task(int) expect_end(const char *request, int seconds, int status) {
  io_auto_close struct io_stream *s = NULL;
  EXPECT(await connected(&s) == 0);
  char text[1000] = "", line[32];
  size_t length = 0;
  ssize_t n;
  uint64_t begun = task_now();
  if (*request)
    EXPECT(await io_write(s, request, strlen(request)) > 0);
  while ((n = await io_read(s, text + length, sizeof text - 1 - length)) > 0)
    text[length += (size_t)n] = 0;
  int took = (int)((task_now() - begun + 500) / 1000);
  sprintf(line, "HTTP/1.1 %d ", status);
  if (took < seconds || strncmp(text, line, status ? strlen(line) : 0))
    printf("%s\n--- ended after %d s with\n%s\n", request, took, text);
  // (Idle ones are looked for eight times as often.)
  EXPECT(took >= seconds && took <= (seconds == 60 ? 68 : seconds));
  EXPECT(status ? !strncmp(text, line, strlen(line)) : !*text);
  return 0;
}

static task(ssize_t) reads(struct io_stream *s, char *answer) {
  return await io_read(s, answer, 99);
}

/// A body of which a byte comes each second, which is more than nothing.
static task(int) dribble(void) {
  io_auto_close struct io_stream *s = NULL;
  EXPECT(await connected(&s) == 0);
  static const char request[] =
      "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n";
  char answer[100] = "";
  int seconds = 0;
  EXPECT(await io_write(s, request, strlen(request)) > 0);
  for (; seconds < 1000; ++seconds) {
    await task_sleep(1000);
    if (await io_write(s, "x", 1) < 0)
      break;
    int code;
    ssize_t n = task_catch(code, await task_timeout(1, reads(s, answer)));
    if (!code && n >= 0)
      break;
  }
  EXPECT(seconds >= 19 && seconds <= 21);
  EXPECT(!strncmp(answer, "HTTP/1.1 408 ", 13));
  return 0;
}

/// Who asks, but never reads.
static task(int) never_reads(void) {
  io_auto_close struct io_stream *s = NULL;
  EXPECT(await connected(&s) == 0);
  uint64_t begun = task_now();
  int code = 0;
  while (code >= 0 && task_now() - begun < 60000) {
    io_write_deadline(s, task_now() + 1000);
    code = (int)await io_write(s, GET("/large") "\r\n",
                               strlen(GET("/large") "\r\n"));
  }
  // The server does not read any more, and has then cut us off.
  EXPECT(code == -ETIMEDOUT || code == -EPIPE || code == -ECONNRESET);
  return 0;
}

static task(int) slow_ones(void) {
  await expect_end("", 60, 0);
  await expect_end(GET("/1") "\r\n", 60, 200);
  await expect_end("GET", 10, 408);
  await expect_end(GET("/1"), 10, 408);
  await expect_end("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nab",
                   20, 408);
  await dribble();
  await never_reads();
  return 0;
}

/// Stopped while an answer is under way, and a connection idle.
static task(int) stops(struct http_server *server, struct task_job *serving) {
  task_group(g);
  io_auto_close struct io_stream *idle = NULL;
  EXPECT(await connected(&idle) == 0);
  static const char last[] = GET("/sleeps") "\r\n";
  uint64_t begun = task_now();
  task_spawn(g, expect_sent(last, 10000,
                            OK "Content-Length: 4\r\n" CLOSE "\r\nlate"));
  await task_sleep(1000);
  http_stop(server);
  char byte;
  EXPECT(await io_read(idle, &byte, 1) == 0);
  EXPECT(task_now() - begun < 1100);
  EXPECT(await task_join(serving) == 0);
  EXPECT(task_now() - begun >= 3000 && task_now() - begun < 5000);
  return 0;
}

/// Once more: stopped by a handler, and cancelled while it waits for another.
static task(int) serves_again(struct http_server *server,
                              struct io_listener *listener) {
  task_group(g);
  struct task_job *serving = task_start(g, http_serve(server, listener));
  await expect_sent(GET("/stop") "\r\n" GET("/1") "\r\n", 10000,
                    OK "Content-Length: 1\r\n\r\na");
  EXPECT(await task_join(serving) == 0);
  serving = task_start(g, http_serve(server, listener));
  task_spawn(g, expect_sent(GET("/sleeps") "\r\n", 10000, ""));
  await task_sleep(100);
  http_stop(server);
  await task_sleep(100);
  task_cancel(serving);
  EXPECT(await task_join(serving) == -ECANCELED);
  EXPECT(await task_group_wait(g) == 0);
  return 0;
}

static task(struct io_stream *) secures(struct io_stream *plain, void *unused) {
  io_auto_close struct io_stream *owned = plain;
  char byte;
  (void)unused;
  EXPECT(await io_read(owned, &byte, 1) == -ETIMEDOUT);
  task_fail(-ETIMEDOUT);
}

/// Who says nothing at all has as long for a handshake as for a head.
static task(int) silent_handshake(struct http_server *server,
                                  struct io_listener *listener) {
  task_group(g);
  server->secure = secures;
  task_spawn(g, http_serve(server, listener));
  await expect_end("", 10, 0);
  http_stop(server);
  return await task_group_wait(g);
}

static task(int) run(void) {
  struct io_listener *listener;
  struct http_server server = {.handler = handle, .body_size = 3000};
  int code = tcp_listen(&listener, "127.0.0.1", 0, NULL);
  if (code)
    return code;
  port = io_listener_port(listener);
  task_group(g);
  struct task_job *serving = task_start(g, http_serve(&server, listener));
  await answers();
  await refusals();
  await several();
  await uploads(&server);
  await goers();
  await slow_ones();
  await stops(&server, serving);
  EXPECT(server.active == 0);
  await serves_again(&server, listener);
  await silent_handshake(&server, listener);
  io_listener_close(listener);
  return 0;
}

int main(void) { return task_run_virtual(run()); }
