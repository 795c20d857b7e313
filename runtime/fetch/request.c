// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "body.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { REDIRECTS = 10, CONNECT_TIMEOUT = 30000, MOST = 64 * 1024 * 1024 };

static const char token[] =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Nothing that would end the line.
static bool is_header(const char *header) {
  size_t name = header ? strspn(header, token) : 0;
  return name && header[name] == ':' && !strpbrk(header, "\r\n");
}

static int check(const struct fetch_request *request, enum fetch_mode mode) {
  if (!request || !request->url || (!request->headers && request->header_count))
    return -EINVAL;
  if (strncasecmp(request->url, "http://", 7) &&
      strncasecmp(request->url, "https://", 8))
    return -EPROTONOSUPPORT;
  if (mode == FETCH_UPLOADS ? request->body != NULL
                            : !request->body && request->length)
    return -EINVAL;
  const char *method = request->method;
  if (method && (!*method || method[strspn(method, token)]))
    return -EINVAL;
  for (size_t i = 0; i < request->header_count; ++i)
    if (!is_header(request->headers[i]))
      return -EINVAL;
  return 0;
}

static int add_header(struct fetch_body *body, const char *header) {
  struct curl_slist *longer = curl_slist_append(body->headers, header);
  if (longer)
    body->headers = longer;
  return longer ? 0 : -ENOMEM;
}

static bool has(const struct fetch_request *request, const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < request->header_count; ++i)
    if (!strncasecmp(request->headers[i], name, length))
      return true;
  return false;
}

/// Those of the request. What libcurl adds by itself to a body is left out: a
/// type that it does not know, and the question whether it is welcome, for
/// which it would wait a second.
static int set_headers(struct fetch_body *body,
                       const struct fetch_request *request) {
  int code = 0;
  for (size_t i = 0; !code && i < request->header_count; ++i)
    code = add_header(body, request->headers[i]);
  if (!code && !has(request, "Content-Type:"))
    code = add_header(body, "Content-Type:");
  if (!code && !has(request, "Expect:"))
    code = add_header(body, "Expect:");
  return code;
}

#define SET(option, value)                                                     \
  if (!code)                                                                   \
  code = curl_easy_setopt(easy, option, value)

static CURLcode set_client(CURL *easy, const struct fetch_client *client) {
  const struct fetch_options *options = &client->options;
  CURLcode code = CURLE_OK;
  SET(CURLOPT_SHARE, client->share);
  SET(CURLOPT_HTTP_VERSION, options->only_http1 ? (long)CURL_HTTP_VERSION_1_1
                                                : (long)CURL_HTTP_VERSION_2TLS);
  SET(CURLOPT_USERAGENT, options->user_agent);
  SET(CURLOPT_PROXY, options->proxy);
  SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (options->ca_file)
    SET(CURLOPT_CAINFO, options->ca_file);
  if (options->insecure_any_certificate) {
    SET(CURLOPT_SSL_VERIFYPEER, 0L);
    SET(CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (options->compressed)
    SET(CURLOPT_ACCEPT_ENCODING, "");
  if (options->cookies)
    SET(CURLOPT_COOKIEFILE, "");
  if (options->dns_cache)
    SET(CURLOPT_DNS_CACHE_TIMEOUT,
        options->dns_cache < 0 ? 0L : (long)options->dns_cache);
  // No signals, and no waiting for a thread that looks up a name which is not
  // wanted any more.
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_QUICK_EXIT, 1L);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  return code;
}

static CURLcode set_method(CURL *easy, const struct fetch_request *request,
                           enum fetch_mode mode) {
  const char *method = request->method;
  CURLcode code = CURLE_OK;
  if (mode == FETCH_UPLOADS) {
    SET(CURLOPT_UPLOAD, 1L);
    SET(CURLOPT_INFILESIZE_LARGE,
        request->length ? (curl_off_t)request->length : (curl_off_t)-1);
    SET(CURLOPT_CUSTOMREQUEST, method);
    return code;
  }
  if (!method)
    method = request->body ? "POST" : "GET";
  bool posts = !strcmp(method, "POST"), heads = !strcmp(method, "HEAD");
  if (request->body || posts || !strcmp(method, "PUT") ||
      !strcmp(method, "PATCH")) {
    SET(CURLOPT_POSTFIELDS, request->body ? request->body : "");
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
  }
  // Only of POST a redirect makes GET, as browsers do; 303 of all.
  if (heads) {
    SET(CURLOPT_NOBODY, 1L);
  } else if (!posts && strcmp(method, "GET") | (request->body != NULL)) {
    SET(CURLOPT_CUSTOMREQUEST, method);
    SET(CURLOPT_POSTREDIR, (long)(CURL_REDIR_POST_301 | CURL_REDIR_POST_302));
  }
  return code;
}

static CURLcode set_request(CURL *easy, const struct fetch_request *request,
                            bool follows) {
  CURLcode code = CURLE_OK;
  SET(CURLOPT_URL, request->url);
  SET(CURLOPT_FOLLOWLOCATION, (long)follows);
  SET(CURLOPT_MAXREDIRS,
      request->redirects ? (long)request->redirects : (long)REDIRECTS);
  SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout
                                     ? (long)request->connect_timeout
                                     : (long)CONNECT_TIMEOUT);
  SET(CURLOPT_TIMEOUT_MS, (long)request->timeout);
  SET(CURLOPT_LOW_SPEED_LIMIT, (long)request->slow);
  SET(CURLOPT_LOW_SPEED_TIME, (long)request->slow_seconds);
  return code;
}

static int set_up(struct fetch_body *body, const struct fetch_client *client,
                  const struct fetch_request *request, enum fetch_mode mode) {
  int failure = set_headers(body, request);
  CURL *easy = body->easy = curl_easy_init();
  if (!easy || failure)
    return failure ? failure : -ENOMEM;
  fetch_body_listen(body);
  CURLcode code = set_client(easy, client);
  if (!code)
    code = set_request(easy, request, body->follows);
  if (!code)
    code = set_method(easy, request, mode);
  SET(CURLOPT_HTTPHEADER, body->headers);
  return fetch_code(code, 0);
}

int fetch_begin(struct fetch_body **made, struct fetch_client *client,
                const struct fetch_request *request, enum fetch_mode mode) {
  int code = !client                        ? -EINVAL
             : client->thread != &task_loop ? -EPERM
                                            : check(request, mode);
  if (code)
    return code;
  struct fetch_body *body = calloc(1, sizeof *body);
  if (!body)
    return -ENOMEM;
  body->thread = &task_loop;
  body->gathers = mode == FETCH_GATHERS;
  body->uploads = mode == FETCH_UPLOADS;
  body->follows = !body->uploads && request->redirects >= 0;
  body->left = request->length ? (curl_off_t)request->length : -1;
  body->most = request->most ? request->most : body->gathers ? MOST : SIZE_MAX;
  code = set_up(body, client, request, mode);
  if (!code && curl_multi_add_handle(client->multi, body->easy))
    code = -ENOMEM;
  if (code) {
    fetch_body_close(body);
    return code;
  }
  body->client = client;
  task_links_add(&client->bodies, &body->link);
  *made = body;
  return 0;
}
