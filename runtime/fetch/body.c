// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "body.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- The end ----------------------------------------------------------------

/// What libcurl has not said.
static void say_why(struct fetch_body *body, int code) {
  const char *reason = code == -ECONNABORTED ? "it was closed"
                       : code == -EMSGSIZE   ? "more than was allowed, or less "
                                               "than was announced"
                                             : uv_strerror(code);
  snprintf(body->reason, sizeof body->reason, "%s", reason);
}

/// Takes it from libcurl.
static void take_off(struct fetch_body *body) {
  if (!body->client)
    return;
  task_links_remove(&body->client->bodies, &body->link);
  curl_multi_remove_handle(body->client->multi, body->easy);
  curl_easy_setopt(body->easy, CURLOPT_SHARE, NULL);
  body->client = NULL;
}

static void free_body(struct fetch_body *body) {
  take_off(body);
  curl_easy_cleanup(body->easy);
  curl_slist_free_all(body->headers);
  free(body->head.text);
  free(body->data);
  free(body);
}

static void give_reason(struct fetch_answer *answer,
                        const struct fetch_body *body) {
  answer->status = body->head.status;
  snprintf(answer->reason, sizeof answer->reason, "%s", body->reason);
}

void fetch_body_give_head(struct fetch_body *body) {
  struct fetch_open *opener = body->opener;
  struct fetch_head *header = body->header;
  if (!opener && !header)
    return;
  struct fetch_answer *answer = opener ? opener->answer : header->answer;
  int code = body->failure ? body->failure : fetch_answer_fill(answer, body);
  if (code && body->client) {
    fetch_body_fail(body, code);
    return;
  }
  if (code)
    give_reason(answer, body);
  body->opener = NULL;
  body->header = NULL;
  if (header) {
    header->result = code;
    task_op_done(&header->op);
    return;
  }
  opener->result = code ? NULL : body;
  opener->op.status = code;
  if (code)
    free_body(body);
  task_op_done(&opener->op);
}

/// Gives all of the answer.
static void give_whole(struct fetch_body *body) {
  struct fetch *whole = body->whole;
  struct fetch_answer *answer = whole->answer;
  int code = body->failure;
  if (!code && !body->data && !(body->data = malloc(1)))
    code = -ENOMEM;
  if (!code)
    code = fetch_answer_fill(answer, body);
  if (code) {
    give_reason(answer, body);
  } else {
    answer->body = body->data;
    answer->length = body->end;
    answer->body[answer->length] = 0;
    body->data = NULL;
  }
  free_body(body);
  whole->result = code;
  task_op_done(&whole->op);
}

void fetch_end_read(struct fetch_body *body, ssize_t result) {
  struct fetch_read *reader = body->reader;
  body->reader = NULL;
  reader->result = result;
  task_op_done(&reader->op);
}

void fetch_end_write(struct fetch_body *body, ssize_t result) {
  struct fetch_write *writer = body->writer;
  body->writer = NULL;
  writer->result = result;
  task_op_done(&writer->op);
}

void fetch_body_end(struct fetch_body *body, int code) {
  body->failure = code;
  body->head.is_complete = true;
  take_off(body);
  if (code && !body->reason[0])
    say_why(body, code);
  if (body->whole) {
    give_whole(body);
    return;
  }
  if (body->reader)
    fetch_end_read(body, code);
  if (body->writer)
    fetch_end_write(body, code ? code : -EPIPE);
  fetch_body_give_head(body);
}

void fetch_body_fail(struct fetch_body *body, int code) {
  if (!body->failure)
    body->failure = code;
  body->client->has_failures = true;
}

void fetch_body_done(struct fetch_body *body, CURLcode result) {
  long system = 0;
  const char *url = NULL;
  int code = body->failure;
  if (code) {
    say_why(body, code); // not that a callback has failed
  } else if (!result && !body->head.is_complete) {
    code = -ECONNRESET; // half a head, which libcurl lets pass
  } else if (result) {
    curl_easy_getinfo(body->easy, CURLINFO_OS_ERRNO, &system);
    curl_easy_getinfo(body->easy, CURLINFO_EFFECTIVE_URL, &url);
    code = fetch_code(result, system);
    // (It says the same of what is not HTTP, but was asked for as that.)
    if (code == -EPROTONOSUPPORT && url && !strncasecmp(url, "http", 4))
      code = -EPROTO;
    if (!body->reason[0])
      snprintf(body->reason, sizeof body->reason, "%s",
               curl_easy_strerror(result));
  }
  fetch_body_end(body, code);
}

void fetch_body_close(struct fetch_body *body) {
  if (fetch_body_check(body))
    return;
  if (body->reader)
    fetch_end_read(body, -ECONNABORTED);
  if (body->writer)
    fetch_end_write(body, -ECONNABORTED);
  if (body->header) {
    body->failure = -ECONNABORTED;
    take_off(body);
    fetch_body_give_head(body);
  }
  free_body(body);
}

void fetch_body_release(void *body) { fetch_body_close(body); }

const char *fetch_body_reason(const struct fetch_body *body) {
  return body && body->failure ? body->reason : "";
}
