// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The head of a request: what http-parser makes of it, and refused where it is
// not strictly RFC 9112, so that nobody in front of us can have understood
// something else (request smuggling).

#include "exchange.h"
#include <http_parser.h>
#include <strings.h>

size_t http_head_end(const char *data, size_t size, size_t *looked) {
  const char *end = data + size;
  for (const char *at = data + *looked;
       at < end && (at = memchr(at, '\n', (size_t)(end - at))); ++at) {
    if (at + 1 < end && at[1] == '\n')
      return (size_t)(at + 2 - data);
    if (at + 2 < end && at[1] == '\r' && at[2] == '\n')
      return (size_t)(at + 3 - data);
  }
  *looked = size > 2 ? size - 2 : 0;
  return 0;
}

bool http_is_token(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+.^_`|~", c));
}

/// The next line: `name: value`, both made strings. 0, or a status.
static int parse_line(char **at, struct http_header *header) {
  char *name = *at, *c = name;
  while (http_is_token((unsigned char)*c))
    ++c;
  if (c == name || *c != ':')
    return 400; // also a line that goes on with the one before, and "Name :"
  char *value = c + 1, *end = value;
  for (; *end != '\r'; ++end)
    if ((unsigned char)*end < ' ' ? *end != '\t' : *end == 127)
      return 400;
  if (end[1] != '\n')
    return 400;
  *at = end + 2;
  *c = 0;
  while (*value == ' ' || *value == '\t')
    ++value;
  while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
    --end;
  *end = 0;
  *header = (struct http_header){name, value};
  return 0;
}

/// Whether a list of words separated by commas has this one.
static bool has_word(const char *list, const char *word) {
  size_t length = strlen(word);
  while (*list) {
    list += strspn(list, " \t,");
    size_t size = strcspn(list, " \t,");
    if (size == length && !strncasecmp(list, word, length))
      return true;
    list += size;
  }
  return false;
}

/// What is known of the headers that say how long a request is.
struct framing {
  const char *length, *encoding;
  unsigned hosts;
};

static int look_at(struct http_call *call, const struct http_header *header,
                   struct framing *framing) {
  const char *name = header->name, *value = header->value;
  switch (strlen(name)) {
  case 4:
    framing->hosts += !strcasecmp(name, "Host");
    break;
  case 6:
    if (strcasecmp(name, "Expect"))
      break;
    if (strcasecmp(value, "100-continue"))
      return 417;
    call->expects = true;
    break;
  case 10:
    if (strcasecmp(name, "Connection"))
      break;
    if (has_word(value, "close"))
      call->keeps = false;
    else if (has_word(value, "keep-alive"))
      call->keeps = true;
    break;
  case 14:
    if (strcasecmp(name, "Content-Length"))
      break;
    if (framing->length || !*value || value[strspn(value, "0123456789")] ||
        strlen(value) > 18)
      return 400;
    framing->length = value;
    break;
  case 17:
    if (strcasecmp(name, "Transfer-Encoding"))
      break;
    if (framing->encoding)
      return 400;
    framing->encoding = value;
  }
  return 0;
}

static int frame(struct http_call *call, const struct framing *framing) {
  struct http_exchange *exchange = &call->exchange;
  if (framing->hosts > 1 || (!framing->hosts && exchange->minor))
    return 400;
  if (framing->encoding) {
    if (framing->length || !exchange->minor)
      return 400;
    if (strcasecmp(framing->encoding, "chunked"))
      return 501;
    exchange->length = -1;
  } else if (framing->length) {
    exchange->length = strtoll(framing->length, NULL, 10);
    if ((uint64_t)exchange->length > HTTP_BODY_SIZE(exchange->server))
      return 413;
  }
  call->body_left = exchange->length > 0 ? (uint64_t)exchange->length : 0;
  call->received_all = exchange->length == 0;
  return 0;
}

/// `target` is what is between the spaces; `path` has room for it.
static int parse_target(struct http_exchange *exchange, char *target,
                        char *path) {
  for (const char *c = target; *c; ++c)
    if (*c <= ' ' || *c > '~' || *c == '#')
      return 400;
  exchange->target = target;
  if (!strcmp(exchange->method, "CONNECT"))
    return 405;
  if (!strcmp(target, "*")) {
    exchange->path = target;
    return strcmp(exchange->method, "OPTIONS") ? 400 : 0;
  }
  size_t scheme = !strncasecmp(target, "http://", 7)    ? 7
                  : !strncasecmp(target, "https://", 8) ? 8
                                                        : 0;
  if (scheme) {
    size_t host = strcspn(target + scheme, "/?");
    if (!host)
      return 400;
    target += scheme + host;
  }
  if (*target == '?') // http://host?query
    strcpy(path, "/");
  else if (*target != '/' && *target)
    return 400;
  const char *query = strchr(target, '?');
  exchange->query = query ? query + 1 : "";
  if (*target == '/') {
    size_t length = query ? (size_t)(query - target) : strlen(target);
    memcpy(path, target, length);
    path[length] = 0;
  } else {
    strcpy(path, "/");
  }
  exchange->path = path;
  return http_normalize(path) ? 0 : 400;
}

static int parse_all(struct http_call *call, struct http_header *headers,
                     char *head, size_t size, char *path) {
  struct http_exchange *exchange = &call->exchange;
  const http_parser_settings nothing = {0};
  http_parser parser;
  // The parser sees what came. A head is all that it gets, so that it can't go
  // on with what is not ours.
  http_parser_init(&parser, HTTP_REQUEST);
  size_t parsed = http_parser_execute(&parser, &nothing, head, size);
  enum http_errno problem = HTTP_PARSER_ERRNO(&parser);
  if (problem != HPE_OK || parsed != size)
    return problem == HPE_INVALID_VERSION ? 505
           : problem == HPE_INVALID_METHOD &&
                   head[strspn(head, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-")] == ' '
               ? 501
               : 400;
  if (parser.http_major != 1 || parser.http_minor > 1)
    return 505;
  exchange->minor = parser.http_minor;
  exchange->method = http_method_str(parser.method);
  call->is_head = !strcmp(exchange->method, "HEAD");
  call->keeps = exchange->minor == 1;
  char *target = strchr(head, ' '), *end = target ? strchr(target + 1, ' ') : 0;
  char *line = strchr(head, '\n');
  if (!end || !line || end > line || line[-1] != '\r' ||
      strncmp(end, exchange->minor ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n", 11) ||
      strlen(exchange->method) != (size_t)(target - head))
    return 400;
  *end = 0;
  int status = parse_target(exchange, target + 1, path);
  if (status)
    return status;
  struct framing framing = {0};
  char *at = line + 1;
  while (*at != '\r') {
    if ((status = parse_line(&at, &headers[exchange->count])) ||
        (status = look_at(call, &headers[exchange->count], &framing)))
      return status;
    ++exchange->count;
  }
  return at[1] != '\n' ? 400 : frame(call, &framing);
}

int http_parse(struct http_server *server, const char *head, size_t size,
               struct http_call **made) {
  size_t lines = 0;
  if (memchr(head, 0, size))
    return 400;
  for (const char *at = head, *end = head + size;
       at < end && (at = memchr(at, '\n', (size_t)(end - at))); ++at)
    ++lines;
  size_t headers = lines * sizeof(struct http_header);
  struct http_call *call = malloc(sizeof *call + headers + 2 * size + 2);
  if (!call)
    return -ENOMEM;
  memset(call, 0, sizeof *call);
  char *copy = (char *)(call + 1) + headers, *path = copy + size + 1;
  memcpy(copy, head, size);
  copy[size] = 0;
  call->exchange.server = server;
  call->exchange.query = "";
  call->exchange.headers = (struct http_header *)(call + 1);
  int status =
      parse_all(call, (struct http_header *)(call + 1), copy, size, path);
  if (status)
    http_call_free(call);
  else
    *made = call;
  return status;
}

void http_call_free(struct http_call *call) {
  if (call)
    free(call->extra);
  free(call);
}

const char *http_header(const struct http_exchange *exchange,
                        const char *name) {
  if (!exchange || !name)
    return NULL;
  for (size_t i = 0; i < exchange->count; ++i)
    if (!strcasecmp(exchange->headers[i].name, name))
      return exchange->headers[i].value;
  return NULL;
}

int http_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/// RFC 3986, 5.2.4, behind the decoding, so that nothing that is decoded later
/// can be "..".
bool http_normalize(char *path) {
  char *to = path;
  for (const char *from = path; *from; ++from) {
    if (*from == '%') {
      int high = http_digit(from[1]), low = high < 0 ? -1 : http_digit(from[2]);
      if (low < 0 || !(high | low))
        return false;
      *to++ = (char)(high << 4 | low);
      from += 2;
    } else {
      *to++ = *from;
    }
  }
  *to = 0;
  to = path;
  for (char *from = path; *from;) {
    char *segment = from + 1; // behind the '/'
    size_t length = strcspn(segment, "/");
    bool is_last = !segment[length];
    from = segment + length;
    if (length == 2 && !memcmp(segment, "..", 2)) {
      if (to == path)
        return false;
      while (*--to != '/')
        ;
    } else if (length && !(length == 1 && *segment == '.')) {
      *to++ = '/';
      memmove(to, segment, length);
      to += length;
      continue;
    }
    if (is_last)
      *to++ = '/'; // "/a/", "/a/." and "/a/.." are folders
  }
  *to = 0;
  return true;
}
