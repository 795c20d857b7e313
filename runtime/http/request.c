// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The head of a request: what http-parser makes of it, and refused where it is
// not strictly RFC 9112, so that nobody in front of us can have understood
// something else (request smuggling).

#include "exchange.h"
#include <http_parser.h>
#include <strings.h>

size_t http_head_end(const char *data, size_t size, struct http_look *look) {
  const char *end = data + size;
  for (const char *at = data + look->at;
       at < end && (at = memchr(at, '\n', (size_t)(end - at))); ++at) {
    if (at + 1 < end && at[1] == '\n')
      return (size_t)(at + 2 - data);
    if (at + 2 < end && at[1] == '\r' && at[2] == '\n')
      return (size_t)(at + 3 - data);
    ++look->lines;
  }
  look->at = size > 2 ? size - 2 : 0;
  return 0;
}

// ---- Characters -------------------------------------------------------------

#define NAME HTTP_IN_NAME
#define VALUE HTTP_IN_VALUE
#define TARGET HTTP_IN_TARGET
#define ALL (NAME | VALUE | TARGET)
#define NO_NAME (VALUE | TARGET)

const unsigned char http_kinds[256] = {
    ['\t'] = VALUE,          [' '] = VALUE,        ['!'] = ALL,
    ['"'] = NO_NAME,         ['#'] = NAME | VALUE, ['$' ... '\''] = ALL,
    ['(' ... ')'] = NO_NAME, ['*' ... '+'] = ALL,  [','] = NO_NAME,
    ['-' ... '.'] = ALL,     ['/'] = NO_NAME,      ['0' ... '9'] = ALL,
    [':' ... '@'] = NO_NAME, ['A' ... 'Z'] = ALL,  ['[' ... ']'] = NO_NAME,
    ['^' ... 'z'] = ALL,     ['{'] = NO_NAME,      ['|'] = ALL,
    ['}'] = NO_NAME,         ['~'] = ALL,          [128 ... 255] = VALUE,
};

/// Whether a name is this one, of small letters, in whatever case.
static bool is_name(const char *name, const char *wanted) {
  for (; *wanted; ++name, ++wanted)
    if ((*name | 0x20) != *wanted) // ('-' has this bit)
      return false;
  return true;
}

// ---- Lines ------------------------------------------------------------------

/// The next line: `name: value`, both made strings. 0, or a status.
static int parse_line(char **at, struct http_header *header, size_t *length) {
  char *name = *at, *c = name;
  while (http_is(*c, NAME))
    ++c;
  *length = (size_t)(c - name);
  if (c == name || *c != ':')
    return 400; // also a line that goes on with the one before, and "Name :"
  char *value = c + 1;
  while (*value == ' ' || *value == '\t')
    ++value;
  char *end = value;
  while (http_is(*end, VALUE))
    ++end;
  if (end[0] != '\r' || end[1] != '\n')
    return 400;
  *at = end + 2;
  *c = 0;
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
                   size_t length, struct framing *framing) {
  const char *name = header->name, *value = header->value;
  switch (length) {
  case 4:
    framing->hosts += is_name(name, "host");
    break;
  case 6:
    if (!is_name(name, "expect"))
      break;
    if (strcasecmp(value, "100-continue"))
      return 417;
    call->expects = call->exchange.minor == 1;
    break;
  case 10:
    if (!is_name(name, "connection"))
      break;
    call->closes |= has_word(value, "close");
    call->keeps |= has_word(value, "keep-alive");
    break;
  case 14:
    if (!is_name(name, "content-length"))
      break;
    if (framing->length || !*value || value[strspn(value, "0123456789")] ||
        strlen(value) > 18)
      return 400;
    framing->length = value;
    break;
  case 17:
    if (!is_name(name, "transfer-encoding"))
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
  call->keeps &= !call->closes;
  call->body_left = exchange->length > 0 ? (uint64_t)exchange->length : 0;
  call->received_all = exchange->length == 0;
  return 0;
}

/// Takes the path out of a target, to `path`, unless it is the target itself.
static bool parse_path(struct http_exchange *exchange, const char *target,
                       char *path) {
  bool is_plain = true;
  const char *end = target;
  for (; *end && *end != '?'; ++end)
    is_plain = is_plain && *end != '%' &&
               (*end != '/' || (end[1] != '/' && end[1] != '.'));
  exchange->path = target;
  if (*end)
    exchange->query = end + 1;
  else if (is_plain)
    return true;
  memcpy(path, target, (size_t)(end - target));
  path[end - target] = 0;
  exchange->path = path;
  return is_plain || http_normalize(path);
}

/// `target` is what is between the spaces; `path` has room for it.
static int parse_target(struct http_exchange *exchange, char *target,
                        char *path) {
  exchange->target = target;
  if (*target == '/')
    return parse_path(exchange, target, path) ? 0 : 400;
  if (!strcmp(target, "*")) {
    exchange->path = target;
    return strcmp(exchange->method, "OPTIONS") ? 400 : 0;
  }
  size_t scheme = !strncasecmp(target, "http://", 7)    ? 7
                  : !strncasecmp(target, "https://", 8) ? 8
                                                        : 0;
  size_t host = strcspn(target + scheme, "/?");
  if (!scheme || !host)
    return 400;
  target += scheme + host;
  if (*target == '/')
    return parse_path(exchange, target, path) ? 0 : 400;
  exchange->path = "/"; // http://host?query
  exchange->query = *target ? target + 1 : "";
  return 0;
}

/// The first line, of which the parser thinks well. `at` becomes the next one.
static int parse_first(struct http_exchange *exchange, char **at, char *path) {
  char *target = *at + strlen(exchange->method) + 1, *end = target;
  while (http_is(*end, TARGET))
    ++end;
  if (target[-1] != ' ' || end == target ||
      memcmp(end, exchange->minor ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n", 11))
    return 400;
  *end = 0;
  *at = end + 11;
  return parse_target(exchange, target, path);
}

/// What the parser says of it: 0, or a status.
static int ask_parser(struct http_parser *parser, const char *head,
                      size_t size) {
  const http_parser_settings nothing = {0};
  http_parser_init(parser, HTTP_REQUEST);
  size_t parsed = http_parser_execute(parser, &nothing, head, size);
  enum http_errno problem = HTTP_PARSER_ERRNO(parser);
  if (problem != HPE_OK || parsed != size)
    return problem == HPE_INVALID_VERSION ? 505
           : problem == HPE_INVALID_METHOD &&
                   head[strspn(head, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-")] == ' '
               ? 501
               : 400;
  return parser->http_major != 1 || parser->http_minor > 1 ? 505
         : parser->method == HTTP_CONNECT                  ? 405
                                                           : 0;
}

/// `head` ends with a zero, which no line can have in it.
static int parse_all(struct http_call *call, struct http_header *headers,
                     char *head, size_t size, char *path) {
  struct http_exchange *exchange = &call->exchange;
  http_parser parser;
  // A head is all that the parser gets, so that it can't go on with what is not
  // ours.
  int status = ask_parser(&parser, head, size);
  if (status)
    return status;
  exchange->minor = parser.http_minor;
  exchange->method = http_method_str(parser.method);
  call->is_head = parser.method == HTTP_HEAD;
  call->keeps = exchange->minor == 1;
  char *at = head;
  status = parse_first(exchange, &at, path);
  struct framing framing = {0};
  while (!status && *at != '\r') {
    struct http_header *header = &headers[exchange->count++];
    size_t length;
    status = parse_line(&at, header, &length);
    if (!status)
      status = look_at(call, header, length, &framing);
  }
  return status                                   ? status
         : at[1] != '\n' || at + 2 != head + size ? 400
                                                  : frame(call, &framing);
}

int http_parse(struct http_server *server, const char *head, size_t size,
               size_t lines, struct http_call *call) {
  memset(call, 0, offsetof(struct http_call, room));
  size_t headers = lines * sizeof(struct http_header);
  size_t wanted = headers + 2 * size + 2;
  char *room = (char *)call->room;
  if (wanted > sizeof call->room && !(room = call->memory = malloc(wanted)))
    return -ENOMEM;
  char *copy = room + headers, *path = copy + size + 1;
  memcpy(copy, head, size);
  copy[size] = 0;
  call->exchange.server = server;
  call->exchange.query = "";
  call->exchange.headers = (struct http_header *)room;
  return parse_all(call, (struct http_header *)room, copy, size, path);
}

void http_call_clear(struct http_call *call) {
  free(call->extra);
  free(call->memory);
  call->extra = call->memory = NULL;
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
