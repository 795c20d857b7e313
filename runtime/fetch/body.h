// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A request under way: what libcurl's callbacks and the operations share. Not
// installed.
//
// In a callback of libcurl nothing may be taken from it: there, operations are
// ended and failures noted, and fetch_settle does the rest when libcurl has
// returned.

#ifndef YIELDC_RUNTIME_FETCH_BODY_H
#define YIELDC_RUNTIME_FETCH_BODY_H

#include "../io/stream.h"
#include <curl/curl.h>
#include <yieldc/io/fetch.h>
#include <yieldc/task/links.h>

/// Of an answer that is not gathered so much is kept ready.
enum { FETCH_BUFFER = 4 * CURL_MAX_WRITE_SIZE };

struct fetch_client {
  void *thread; ///< to which it belongs
  CURLM *multi;
  CURLSH *share;    ///< sessions of TLS, and cookies
  uv_timer_t timer; ///< as libcurl wants it
  struct fetch_options options;
  struct task_links bodies; ///< those of requests under way
  bool has_failures;        ///< noted, of some of them
};

/// Status and headers, as they come.
struct fetch_lines {
  char *text; ///< "Name: value" of each, and a zero
  size_t used, room, count;
  int status;
  bool leads_on; ///< there is a Location
  bool is_complete;
};

struct fetch_body {
  void *thread;
  struct fetch_client *client; ///< null: the request has ended
  struct task_link link;
  CURL *easy;
  struct curl_slist *headers; ///< that are sent
  int failure;
  char reason[CURL_ERROR_SIZE];

  // What comes. Gathered, or kept ready.
  struct fetch_lines head;
  bool gathers;
  bool follows; ///< redirects
  char *data;
  size_t start, end, room; ///< of the data
  size_t most, received;
  bool is_held; ///< libcurl waits until there is room

  // What goes, of fetch_upload.
  bool uploads;
  bool is_whole;   ///< no more will be written
  bool is_refused; ///< nobody wants more
  bool is_starved; ///< libcurl waits for more
  curl_off_t left; ///< to be written; negative: any number

  // Who waits.
  struct fetch *whole;
  struct fetch_open *opener;
  struct fetch_head *header;
  struct fetch_read *reader;
  struct fetch_write *writer;
};

/// What a result of libcurl is as a code; `system` is the system's, or 0.
int fetch_code(CURLcode code, long system);

/// A line of the head has come. 0 or a code.
int fetch_lines_add(struct fetch_body *body, const char *line, size_t length);
/// Makes an answer of it: 0 or -ENOMEM.
int fetch_answer_fill(struct fetch_answer *answer, struct fetch_body *body);

/// How a request is made.
enum fetch_mode { FETCH_GATHERS, FETCH_READS, FETCH_UPLOADS };

/// Begins a request: 0 or a code.
int fetch_begin(struct fetch_body **body, struct fetch_client *client,
                const struct fetch_request *request, enum fetch_mode mode);
/// Sets the callbacks of libcurl.
void fetch_body_listen(struct fetch_body *body);

/// libcurl has ended it.
void fetch_body_done(struct fetch_body *body, CURLcode code);
/// Ends it with 0 or a code. Who waits is told.
void fetch_body_end(struct fetch_body *body, int code);
/// Gives status and headers to who waits for them. In a callback of libcurl
/// only if that succeeds: if not, notes that the request is to end.
void fetch_body_give_head(struct fetch_body *body);
/// Gives somebody who waits a result.
void fetch_end_read(struct fetch_body *body, ssize_t result);
void fetch_end_write(struct fetch_body *body, ssize_t result);
/// Notes, in a callback, that it is to end.
void fetch_body_fail(struct fetch_body *body, int code);
/// Has libcurl go on where it was held.
void fetch_body_resume(struct fetch_body *body);
/// Takes what is kept ready.
size_t fetch_body_take(struct fetch_body *body, char *to, size_t size);

/// Libcurl has been told something: sees what has ended.
void fetch_settle(struct fetch_client *client);

/// Whether another thread's: 0 or a code.
static inline int fetch_body_check(const struct fetch_body *body) {
  return !body ? -EINVAL : body->thread != &task_loop ? -EPERM : 0;
}

#endif // YIELDC_RUNTIME_FETCH_BODY_H
