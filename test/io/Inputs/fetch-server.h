// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A little HTTP server, good and bad, for the tests of the client. It runs as
// tasks of the same loop.

#ifndef FETCH_SERVER_H
#define FETCH_SERVER_H

#include "../../expect.h"
#include <dirent.h>
#include <errno.h>
#include <yieldc/io.h>
#include <yieldc/io/fetch.h>

/// Where the tests are, and what happened there.
struct site {
  struct io_listener *listener;
  int connections, open, most_open, requests;
  size_t sent; ///< of /endless
  char last[100]; ///< the last request: method, path, bytes, and their sum
};

struct visit {
  struct site *site;
  struct io_stream *stream;
  size_t used;
  char text[8192]; ///< read, and not yet taken
};

static void leaves(struct visit *visit) {
  --visit->site->open;
  io_close(visit->stream);
}

/// The URL of a path, until the next one is asked for.
static const char *url(const struct site *site, const char *path) {
  static char text[300];
  snprintf(text, sizeof text, "http://127.0.0.1:%d%s",
           io_listener_port(site->listener), path);
  return text;
}

static int descriptors(void) {
  int count = 0;
  DIR *all = opendir("/proc/self/fd");
  EXPECT(all);
  while (readdir(all))
    ++count;
  closedir(all);
  return count;
}

/// FNV-1a, of what comes in pieces.
static unsigned sum_of(unsigned sum, const char *data, size_t size) {
  for (size_t i = 0; i < size; ++i)
    sum = (sum ^ (unsigned char)data[i]) * 16777619u;
  return sum;
}
enum { NO_SUM = 0x811c9dc5 };

/// Reads more; 0 at the end.
static task(int) reads_on(struct visit *visit) {
  EXPECT(visit->used < sizeof visit->text - 1);
  ssize_t count = await io_read(visit->stream, visit->text + visit->used,
                                sizeof visit->text - 1 - visit->used);
  if (count > 0)
    visit->used += (size_t)count;
  visit->text[visit->used] = 0;
  return (int)count;
}

static void takes(struct visit *visit, size_t size) {
  EXPECT(size <= visit->used);
  memmove(visit->text, visit->text + size, visit->used - size + 1);
  visit->used -= size;
}

static task(int) says(struct visit *visit, const char *text) {
  return (int)await io_write(visit->stream, text, strlen(text));
}

/// Reads until a text is there, and gives how long it is to its end.
static task(int) reads_until(struct visit *visit, const char *text) {
  char *found;
  while (!(found = strstr(visit->text, text))) {
    if (await reads_on(visit) <= 0)
      return 0;
    if (visit->text[0] == 0x16) { // somebody begins with TLS
      await says(visit, "HTTP/1.1 400 Bad request\r\n\r\n");
      return 0;
    }
  }
  return (int)(found - visit->text + (ptrdiff_t)strlen(text));
}

/// Reads so many bytes of a body.
static task(int) reads_body(struct visit *visit, size_t size, unsigned *sum) {
  while (size) {
    if (!visit->used && await reads_on(visit) <= 0)
      return -EIO;
    size_t there = visit->used < size ? visit->used : size;
    *sum = sum_of(*sum, visit->text, there);
    takes(visit, there);
    size -= there;
  }
  return 0;
}

static task(int) reads_chunks(struct visit *visit, size_t *total,
                              unsigned *sum) {
  for (;;) {
    int line = await reads_until(visit, "\r\n");
    size_t size = strtoul(visit->text, NULL, 16);
    unsigned unused = NO_SUM;
    if (line <= 0)
      return -EIO;
    takes(visit, (size_t)line);
    if (await reads_body(visit, size, sum) ||
        await reads_body(visit, 2, &unused))
      return -EIO;
    if (!size)
      return 0;
    *total += size;
  }
}

/// An answer with a body.
static task(int) answers(struct visit *visit, const char *head,
                         const char *body) {
  char text[2000];
  int length = snprintf(text, sizeof text,
                        "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n%s", head,
                        strlen(body), body);
  EXPECT(length < (int)sizeof text);
  return (int)await io_write(visit->stream, text, (size_t)length);
}

static bool is_path(const char *path, const char *start) {
  return !strncmp(path, start, strlen(start));
}

/// What is not answered in the usual way: 0 if the connection is to be closed.
static task(int) answers_badly(struct visit *visit, const char *path) {
  static char data[16384];
  int count, ms;
  if (is_path(path, "/nothing"))
    return 0;
  if (is_path(path, "/stall")) {
    await reads_on(visit);
    return 0;
  }
  if (is_path(path, "/sleep")) { // and reads nothing
    await task_sleep(100000);
    return 0;
  }
  if (is_path(path, "/garbage")) {
    await says(visit, "220 this is not what you wanted\r\n\r\n");
    return 0;
  }
  if (is_path(path, "/cut-head")) {
    await says(visit, "HTTP/1.1 200 OK\r\nContent-Le");
    return 0;
  }
  if (is_path(path, "/cut-chunk")) {
    await says(visit, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "5\r\nhel");
    return 0;
  }
  if (is_path(path, "/cut")) {
    await says(visit, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
    return 0;
  }
  if (is_path(path, "/reset")) { // with much that is not yet read
    await says(visit, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < 3; ++i)
      await io_write(visit->stream, data, sizeof data);
    tcp_reset(visit->stream);
    visit->stream = NULL;
    return 0;
  }
  if (is_path(path, "/bad-chunk")) {
    await says(visit, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "five\r\nhello\r\n");
    return 0;
  }
  if (is_path(path, "/bad-gzip")) {
    await answers(visit, "200 OK\r\nContent-Encoding: gzip", "not zipped");
    return 0;
  }
  if (is_path(path, "/headers")) {
    int code = await says(visit, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; code > 0 && i < 100000; ++i)
      code = await says(visit, "X-Header: of a hundred thousand of these\r\n");
    return 0;
  }
  if (is_path(path, "/stops")) { // behind the head, and one byte
    await says(visit, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nh");
    await reads_on(visit);
    return 0;
  }
  if (sscanf(path, "/slow/%d/%d", &count, &ms) == 2) {
    int code = await says(visit, "HTTP/1.1 200 OK\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n");
    while (code > 0 && count--) {
      await task_sleep((uint64_t)ms);
      code = await says(visit, "1\r\ns\r\n");
    }
    return await says(visit, "0\r\n\r\n");
  }
  if (is_path(path, "/endless")) {
    ssize_t code = await says(visit, "HTTP/1.1 200 OK\r\n\r\n");
    while (code > 0) {
      code = await io_write(visit->stream, data, sizeof data);
      visit->site->sent += code > 0 ? (size_t)code : 0;
    }
    return 0;
  }
  if (is_path(path, "/refuses")) { // without looking at what comes
    await says(visit, "HTTP/1.1 413 Too much\r\nConnection: close\r\n"
                      "Content-Length: 1638400\r\n\r\n");
    for (int i = 0; i < 100; ++i)
      await io_write(visit->stream, data, sizeof data);
    do
      visit->used = 0;
    while (await reads_on(visit) > 0);
    return 0;
  }
  return -ENOENT;
}

static task(int) answers_well(struct visit *visit, const char *path,
                              const char *head) {
  struct site *site = visit->site;
  int count, status;
  if (is_path(path, "/hello"))
    return await answers(visit,
                         "200 OK\r\nX-Twice: one\r\nEmpty:\r\n"
                         "Folded: a \r\n  b\r\n  \r\nx-twice:  two  ",
                         "hello");
  if (is_path(path, "/empty"))
    return await says(visit, "HTTP/1.1 204 None\r\n\r\n");
  if (sscanf(path, "/chunks/%d", &count) == 1) {
    await says(visit, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < count; ++i) {
      char number[40], chunk[60];
      int length = snprintf(number, sizeof number, "%d,", i);
      snprintf(chunk, sizeof chunk, "%x\r\n%s\r\n", length, number);
      await says(visit, chunk);
    }
    return await says(visit, "0\r\nLate: yes\r\n\r\n");
  }
  if (sscanf(path, "/redirect/%d/%d", &count, &status) == 2 && count) {
    char answer[100];
    snprintf(answer, sizeof answer, "%d Elsewhere\r\nLocation: /redirect/%d/%d",
             status, count - 1, status);
    return await answers(visit, answer, "this way");
  }
  if (is_path(path, "/ftp"))
    return await answers(visit, "302 Found\r\nLocation: ftp://127.0.0.1/x", "");
  if (is_path(path, "/cookie"))
    return await answers(visit, "200 OK\r\nSet-Cookie: taste=sweet",
                         strstr(head, "Cookie: taste=sweet") ? "yes" : "no");
  if (is_path(path, "/zip") && strstr(head, "gzip")) {
    // printf hello | gzip -n
    static const char zip[] =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n"
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00"
        "\x86\xa6\x10\x36\x05\x00\x00\x00";
    return (int)await io_write(visit->stream, zip, sizeof zip - 1);
  }
  if (is_path(path, "/head"))
    return await says(visit, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
  if (is_path(path, "/request"))
    return await answers(visit, "200 OK", head);
  return await answers(visit, "200 OK", site->last);
}

static task(int) serves(struct site *site, struct io_stream *stream) {
  __attribute__((cleanup(leaves))) struct visit visit = {.site = site,
                                                         .stream = stream};
  char head[4096], method[20], path[100];
  int length;
  ++site->connections;
  if (++site->open > site->most_open)
    site->most_open = site->open;
  while ((length = await reads_until(&visit, "\r\n\r\n")) > 0) {
    EXPECT(length < (int)sizeof head);
    memcpy(head, visit.text, (size_t)length);
    head[length] = 0;
    takes(&visit, (size_t)length);
    EXPECT(sscanf(head, "%19s %99s", method, path) == 2);
    ++site->requests;
    int code = await answers_badly(&visit, path);
    if (code > 0)
      continue;
    if (code != -ENOENT)
      return 0;
    const char *known = strstr(head, "Content-Length: ");
    size_t size = known ? strtoul(known + 16, NULL, 10) : 0;
    unsigned sum = NO_SUM;
    if (strstr(head, "Transfer-Encoding: chunked"))
      code = await reads_chunks(&visit, &size, &sum);
    else
      code = await reads_body(&visit, size, &sum);
    if (code)
      return 0;
    snprintf(site->last, sizeof site->last, "%s %.30s %zu %x", method, path,
             size, sum);
    if (await answers_well(&visit, path, head) <= 0)
      return 0;
  }
  return 0;
}

static task(int) serves_all(struct site *site) {
  task_group(visits);
  for (;;) {
    int err;
    struct io_stream *stream = task_catch(err, await io_accept(site->listener));
    if (err == -ECANCELED)
      return err;
    if (!err) // (else there was no memory; it is tried again)
      task_spawn_owning(visits, serves(site, stream), io_release, stream);
  }
}

static int opens_site(struct site *site) {
  memset(site, 0, sizeof *site);
  return tcp_listen(&site->listener, "127.0.0.1", 0, NULL);
}

#endif
