// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// URLs in one form, so that equal ones can be told, by libcurl.

#ifndef WEB_URL_H
#define WEB_URL_H

#include <ctype.h>
#include <curl/curl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define auto_free_text __attribute__((cleanup(free_text)))
static inline void free_text(char **text) { free(*text); }

static inline void free_url(CURLU **url) { curl_url_cleanup(*url); }
#define auto_free_url __attribute__((cleanup(free_url)))

/// What of a URL, in memory of malloc; null if it has none.
static inline char *url_part(CURLU *url, CURLUPart part, unsigned flags) {
  char *text = NULL, *copy = NULL;
  if (curl_url_get(url, part, &text, flags) == CURLUE_OK)
    copy = strdup(text);
  curl_free(text);
  return copy;
}

/// Host names mean the same in capitals.
static inline bool make_host_small(CURLU *url) {
  auto_free_text char *host = url_part(url, CURLUPART_HOST, 0);
  for (char *c = host; c && *c; ++c)
    *c = (char)tolower((unsigned char)*c);
  return host && curl_url_set(url, CURLUPART_HOST, host, 0) == CURLUE_OK;
}

/// Where a link leads; null if it is not http or https, or no URL. The base is
/// null if it must be a whole one. The caller frees it.
static inline char *url_of_link(const char *base, const char *link) {
  auto_free_url CURLU *url = curl_url();
  if (!url || (base && curl_url_set(url, CURLUPART_URL, base, 0)) ||
      (*link && curl_url_set(url, CURLUPART_URL, link,
                             CURLU_URLENCODE | CURLU_ALLOW_SPACE)) ||
      curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0) || !make_host_small(url))
    return NULL;
  auto_free_text char *scheme = url_part(url, CURLUPART_SCHEME, 0);
  if (!scheme || (strcmp(scheme, "http") && strcmp(scheme, "https")))
    return NULL;
  return url_part(url, CURLUPART_URL, CURLU_URLENCODE | CURLU_NO_DEFAULT_PORT);
}

/// Its host, and the port unless that is the usual one: "example.org:8080". The
/// caller frees it.
static inline char *url_site(const char *text) {
  auto_free_url CURLU *url = curl_url();
  if (!url || curl_url_set(url, CURLUPART_URL, text, 0))
    return NULL;
  auto_free_text char *host = url_part(url, CURLUPART_HOST, 0);
  auto_free_text char *port =
      url_part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  size_t size = host ? strlen(host) + (port ? strlen(port) : 0) + 2 : 0;
  char *site = host ? malloc(size) : NULL;
  if (site)
    snprintf(site, size, "%s%s%s", host, port ? ":" : "", port ? port : "");
  return site;
}

/// What an attribute's value says: without spaces around it and without "#…",
/// and with what its entities stand for, those that URLs have. The caller frees
/// it.
static inline char *url_text(const char *begin, const char *end) {
  static const struct {
    const char *name;
    char is;
  } entities[] = {{"&amp;", '&'},  {"&#38;", '&'}, {"&quot;", '"'},
                  {"&#39;", '\''}, {"&lt;", '<'},  {"&gt;", '>'}};
  while (begin < end && isspace((unsigned char)*begin))
    ++begin;
  while (begin < end && isspace((unsigned char)end[-1]))
    --end;
  char *text = malloc((size_t)(end - begin) + 1), *to = text;
  while (text && begin < end) {
    *to = *begin++;
    if (*to == '&')
      for (size_t i = 0; i < sizeof entities / sizeof *entities; ++i) {
        size_t length = strlen(entities[i].name) - 1;
        if ((size_t)(end - begin) >= length &&
            !memcmp(begin, entities[i].name + 1, length)) {
          *to = entities[i].is;
          begin += length;
          break;
        }
      }
    ++to;
  }
  if (text) {
    *to = '\0';
    text[strcspn(text, "#")] = '\0';
  }
  return text;
}

#endif
