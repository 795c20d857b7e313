// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "body.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/// More of headers is an attack.
enum { MOST_HEADERS = 256 * 1024 };

// ---- As it comes ------------------------------------------------------------

static int append(struct fetch_lines *head, const char *line, size_t length) {
  if (head->used + length + 2 > head->room) {
    size_t room = 2 * head->room + length + 500;
    char *text = room < MOST_HEADERS ? realloc(head->text, room) : NULL;
    if (!text)
      return room < MOST_HEADERS ? -ENOMEM : -EMSGSIZE;
    head->text = text;
    head->room = room;
  }
  if ((*line == ' ' || *line == '\t') && head->count)
    head->text[head->used - 1] = ' '; // goes on with the one before
  else
    ++head->count;
  memcpy(head->text + head->used, line, length);
  head->used += length;
  head->text[head->used++] = 0;
  return 0;
}

/// Whether libcurl goes on to another answer: this one was about the request,
/// or is a redirect.
static bool is_followed(const struct fetch_body *body) {
  int status = body->head.status;
  return status < 200 || (status >= 300 && status < 400 && body->follows &&
                          body->head.leads_on);
}

int fetch_lines_add(struct fetch_body *body, const char *line, size_t length) {
  struct fetch_lines *head = &body->head;
  long status = 0;
  if (head->is_complete)
    return 0; // what comes behind a body in pieces
  bool is_end = *line == '\r' || *line == '\n';
  while (length && strchr(" \t\r\n", line[length - 1]))
    --length;
  if (length > 5 && !memcmp(line, "HTTP/", 5)) {
    head->used = head->count = 0;
    head->leads_on = false;
  } else if (length) {
    head->leads_on |= length > 9 && !strncasecmp(line, "Location:", 9);
    return append(head, line, length);
  } else if (is_end) {
    curl_easy_getinfo(body->easy, CURLINFO_RESPONSE_CODE, &status);
    head->status = (int)status;
    head->is_complete = !is_followed(body);
  }
  return 0;
}

// ---- The user's -------------------------------------------------------------

static int64_t time_of(CURL *easy, CURLINFO which) {
  curl_off_t time = 0;
  curl_easy_getinfo(easy, which, &time);
  return time;
}

int fetch_answer_fill(struct fetch_answer *answer, struct fetch_body *body) {
  struct fetch_lines *head = &body->head;
  const char *url = NULL;
  curl_easy_getinfo(body->easy, CURLINFO_EFFECTIVE_URL, &url);
  size_t pointers = head->count * sizeof(char *), length = strlen(url) + 1;
  // One piece: the array, what it points to, and the URL.
  const char **headers = malloc(pointers + head->used + length);
  if (!headers)
    return -ENOMEM;
  char *text = (char *)headers + pointers;
  if (head->used)
    memcpy(text, head->text, head->used);
  answer->url = memcpy(text + head->used, url, length);
  answer->headers = headers;
  answer->header_count = head->count;
  for (size_t i = 0; i < head->count; ++i, text += strlen(text) + 1)
    headers[i] = text;
  answer->status = head->status;
  answer->times = (struct fetch_times){
      .looked_up = time_of(body->easy, CURLINFO_NAMELOOKUP_TIME_T),
      .connected = time_of(body->easy, CURLINFO_CONNECT_TIME_T),
      .encrypted = time_of(body->easy, CURLINFO_APPCONNECT_TIME_T),
      .first_byte = time_of(body->easy, CURLINFO_STARTTRANSFER_TIME_T),
      .total = time_of(body->easy, CURLINFO_TOTAL_TIME_T)};
  return 0;
}

const char *fetch_header(const struct fetch_answer *answer, const char *name) {
  size_t length = name ? strlen(name) : 0;
  for (size_t i = 0; answer && length && i < answer->header_count; ++i) {
    const char *header = answer->headers[i];
    if (!strncasecmp(header, name, length) && header[length] == ':')
      return header + length + 1 + strspn(header + length + 1, " \t");
  }
  return NULL;
}

void fetch_answer_free(struct fetch_answer *answer) {
  if (!answer)
    return;
  free((void *)answer->headers);
  free(answer->body);
  *answer = (struct fetch_answer){0};
}
