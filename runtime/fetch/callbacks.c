// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What libcurl calls for a request: with what comes, and for what goes.

#include "body.h"
#include <stdlib.h>
#include <string.h>

// ---- What comes -------------------------------------------------------------

static void head_is_complete(struct fetch_body *body) {
  fetch_body_give_head(body);
  if (!body->uploads || body->is_whole || body->head.status < 300)
    return;
  body->is_refused = true;
  if (body->writer)
    fetch_end_write(body, -EPIPE);
}

static size_t on_line(char *line, size_t size, size_t count, void *of) {
  struct fetch_body *body = of;
  bool was_complete = body->head.is_complete;
  int code = fetch_lines_add(body, line, size *= count);
  if (code) {
    fetch_body_fail(body, code);
    return 0;
  }
  // After this one has PUT something, what it leads to is to be got.
  if (body->head.status == 303 && body->head.leads_on)
    curl_easy_setopt(body->easy, CURLOPT_CUSTOMREQUEST, NULL);
  if (body->head.is_complete && !was_complete)
    head_is_complete(body);
  return size;
}

/// Makes room behind the data. 0 or a code.
static int make_room(struct fetch_body *body, size_t size) {
  curl_off_t announced = 0;
  size_t room;
  if (body->start) {
    memmove(body->data, body->data + body->start, body->end - body->start);
    body->end -= body->start;
    body->start = 0;
  }
  if (size < body->room - body->end)
    return 0;
  if (!body->gathers) {
    room = FETCH_BUFFER + 1;
  } else if (!body->room) {
    curl_easy_getinfo(body->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
                      &announced);
    if (announced > 0 && (uint64_t)announced > body->most)
      return -EMSGSIZE;
    room = announced > (curl_off_t)size ? (size_t)announced + 1 : size + 1;
  } else {
    room = 2 * body->room + size;
  }
  char *data = realloc(body->data, room);
  if (!data)
    return -ENOMEM;
  body->data = data;
  body->room = room;
  return 0;
}

static size_t on_data(char *data, size_t size, size_t count, void *of) {
  struct fetch_body *body = of;
  struct fetch_read *reader = body->reader;
  size *= count;
  if (!body->head.is_complete) {
    body->head.is_complete = true;
    head_is_complete(body);
  }
  size_t direct = !reader ? 0 : reader->size < size ? reader->size : size;
  if (!body->gathers &&
      body->end - body->start + size - direct > FETCH_BUFFER) {
    body->is_held = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  int code = size > body->most - body->received ? -EMSGSIZE
             : size > direct                    ? make_room(body, size - direct)
                                                : 0;
  if (code) {
    fetch_body_fail(body, code);
    return 0;
  }
  body->received += size;
  if (direct) {
    memcpy(reader->data, data, direct);
    fetch_end_read(body, (ssize_t)direct);
  }
  if (size > direct) {
    memcpy(body->data + body->end, data + direct, size - direct);
    body->end += size - direct;
  }
  return size;
}

size_t fetch_body_take(struct fetch_body *body, char *to, size_t size) {
  size_t there = body->end - body->start;
  if (size > there)
    size = there;
  if (size)
    memcpy(to, body->data + body->start, size);
  body->start += size;
  if (body->is_held && there - size <= FETCH_BUFFER - CURL_MAX_WRITE_SIZE) {
    body->is_held = false;
    fetch_body_resume(body);
  }
  return size;
}

// ---- What goes --------------------------------------------------------------

static size_t on_wanted(char *to, size_t size, size_t count, void *of) {
  struct fetch_body *body = of;
  struct fetch_write *writer = body->writer;
  size *= count;
  if (!writer) {
    if (body->is_whole)
      return 0;
    body->is_starved = true;
    return CURL_READFUNC_PAUSE;
  }
  if (size > writer->size - writer->written)
    size = writer->size - writer->written;
  memcpy(to, writer->data + writer->written, size);
  writer->written += size;
  if (writer->written == writer->size)
    fetch_end_write(body, (ssize_t)writer->size);
  return size;
}

/// A request can't be sent once more, on another connection.
static int on_rewind(void *of, curl_off_t offset, int from) {
  (void)of, (void)offset, (void)from;
  return CURL_SEEKFUNC_CANTSEEK;
}

// ---- For both ---------------------------------------------------------------

/// One that programs which are started do not get.
static curl_socket_t open_socket(void *of, curlsocktype purpose,
                                 struct curl_sockaddr *address) {
  (void)of, (void)purpose;
  return socket(address->family, address->socktype | SOCK_CLOEXEC,
                address->protocol);
}

void fetch_body_listen(struct fetch_body *body) {
  CURL *easy = body->easy;
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, body);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_data);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_wanted);
  curl_easy_setopt(easy, CURLOPT_READDATA, body);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_rewind);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, body->reason);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, body);
}

void fetch_body_resume(struct fetch_body *body) {
  struct fetch_client *client = body->client;
  if (!client)
    return;
  CURLcode code =
      curl_easy_pause(body->easy, (body->is_held ? CURLPAUSE_RECV : 0) |
                                      (body->is_starved ? CURLPAUSE_SEND : 0));
  if (code)
    fetch_body_done(body, code);
  fetch_settle(client);
}
