// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever comes, the HTTP server's parser takes only what RFC 9112 allows, and
// understands it as the RFC does: as a second parser does, that looks at all of
// it at once, and for which nothing was made fast.
// REQUIRES: libuv, http-parser, sanitizers
// RUN: %yieldcc -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all %s %source/runtime/http/request.c %source/runtime/http/chunks.c -lhttp_parser -o %t
// RUN: rm -rf %t.corpus && cp -r %S/corpus-http %t.corpus
// RUN: timeout 120 %t -runs=20000 -seed=1 -max_len=600 -dict=%S/http.dict %t.corpus > %t.log 2>&1 || (tail -n 40 %t.log; exit 1)
// RUN: %if all %{ timeout 120 %t -max_total_time=60 -seed=2 -max_len=600 -dict=%S/http.dict %t.corpus > %t.log 2>&1 || (tail -n 40 %t.log; exit 1) %}

#include "../../runtime/http/exchange.h"
#include "../expect.h"
#include <strings.h>

#undef EXPECT // libFuzzer keeps the input only of what aborts
#define EXPECT(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,   \
                          #condition),                                         \
                  abort()))

enum { BODY = 1000 }; // bytes of a body that the server takes

/// Where to cut: xorshift, from the input alone, so that it can be repeated.
static uint64_t state;
static size_t some(size_t most) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return 1 + (size_t)(state % (most < 16 ? most : 16));
}

/// A block of its own, so that AddressSanitizer sees who reads behind it.
static char *block(const char *data, size_t size) {
  char *copy = malloc(size ? size : 1);
  memcpy(copy, data, size);
  return copy;
}

// ---- The model: grammar -----------------------------------------------------

/// What is left of a text.
struct text {
  const unsigned char *at, *end;
};

static bool is_name(unsigned c) { // tchar
  static const char others[] = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
         (c >= 'a' && c <= 'z') || (c && memchr(others, (int)c, 15));
}
static bool is_target(unsigned c) { return c > ' ' && c < 127 && c != '#'; }
static bool is_value(unsigned c) { // field-vchar, SP, HTAB
  return c == '\t' || c == ' ' || (c > ' ' && c != 127);
}
static bool is_hex(unsigned c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ||
         (c >= 'a' && c <= 'f');
}
static bool is_digit(unsigned c) { return c >= '0' && c <= '9'; }
static bool is_blank(unsigned c) { return c == ' ' || c == '\t'; }

/// As many as there are.
static struct text many(struct text *text, bool (*is)(unsigned)) {
  struct text found = {text->at, text->at};
  while (found.end < text->end && is(*found.end))
    ++found.end;
  text->at = found.end;
  return found;
}
static bool literal(struct text *text, const char *what) {
  size_t length = strlen(what);
  if ((size_t)(text->end - text->at) < length ||
      memcmp(text->at, what, length) != 0)
    return false;
  text->at += length;
  return true;
}
static size_t length_of(struct text text) {
  return (size_t)(text.end - text.at);
}
static bool equals(struct text text, const char *what) {
  return strlen(what) == length_of(text) &&
         (!*what || !memcmp(text.at, what, length_of(text)));
}
static bool equals_in_any_case(struct text text, const char *what) {
  return strlen(what) == length_of(text) &&
         !strncasecmp((const char *)text.at, what, length_of(text));
}

// ---- The model: a head ------------------------------------------------------

struct model {
  int status; ///< the least that is known of how it is refused; 0: it is taken
  struct text method, target, query;
  int minor;
  size_t count;
  struct text names[600], values[600];
  int64_t length;
  bool is_odd; ///< it has more digits than a number needs, or a tab in or behind a value
  char path[2000];
};

/// The path without escapes and dots: false if it is refused.
static bool model_path(struct text from, char *path) {
  char plain[1000];
  struct text segments[1000];
  size_t length = 0, depth = 0;
  for (; from.at < from.end; ++from.at) {
    unsigned c = *from.at;
    if (c == '%') {
      char digits[3] = "";
      if (from.end - from.at < 3 || !is_hex(from.at[1]) || !is_hex(from.at[2]))
        return false;
      memcpy(digits, from.at + 1, 2);
      c = (unsigned)strtoul(digits, NULL, 16);
      from.at += 2;
    }
    if (!c)
      return false;
    plain[length++] = (char)c;
  }
  plain[length] = 0;
  bool is_folder = false;
  for (char *at = plain; *at;) {
    char *segment = ++at; // behind a '/'
    while (*at && *at != '/')
      ++at;
    size_t size = (size_t)(at - segment);
    is_folder = !size || (size == 1 && segment[0] == '.') ||
                (size == 2 && segment[0] == '.' && segment[1] == '.');
    if (size == 2 && is_folder) {
      if (!depth--)
        return false;
    } else if (!is_folder) {
      segments[depth++] = (struct text){(unsigned char *)segment,
                                        (unsigned char *)at};
    }
  }
  for (size_t i = 0; i < depth; ++i) {
    *path++ = '/';
    memcpy(path, segments[i].at, length_of(segments[i]));
    path += length_of(segments[i]);
  }
  strcpy(path, is_folder ? "/" : "");
  return true;
}

static void model_head(struct model *model, const char *data, size_t size) {
  struct text text = {(const unsigned char *)data,
                      (const unsigned char *)data + size};
  model->status = 400;
  model->method = many(&text, is_name);
  if (!length_of(model->method) || !literal(&text, " "))
    return;
  model->target = many(&text, is_target);
  if (!length_of(model->target) || !literal(&text, " HTTP/1."))
    return;
  model->minor = literal(&text, "1") ? 1 : literal(&text, "0") ? 0 : -1;
  if (model->minor < 0 || !literal(&text, "\r\n"))
    return;
  int hosts = 0, lengths = 0, encodings = 0;
  struct text length = {0}, encoding = {0};
  while (!literal(&text, "\r\n")) {
    struct text name = many(&text, is_name);
    if (!length_of(name) || !literal(&text, ":"))
      return;
    struct text value = many(&text, is_value);
    if (!literal(&text, "\r\n"))
      return;
    while (value.at < value.end && is_blank(*value.at))
      ++value.at;
    model->is_odd |= length_of(value) && memchr(value.at, '\t', length_of(value));
    while (value.at < value.end && is_blank(value.end[-1]))
      --value.end;
    model->names[model->count] = name;
    model->values[model->count++] = value;
    hosts += equals_in_any_case(name, "host");
    if (equals_in_any_case(name, "content-length") && ++lengths)
      length = value;
    if (equals_in_any_case(name, "transfer-encoding") && ++encodings)
      encoding = value;
  }
  if (text.at != text.end || hosts > 1 || (!hosts && model->minor) ||
      lengths + encodings > 1 || (encodings && !model->minor))
    return;
  if (encodings) {
    model->length = -1;
    if (!equals_in_any_case(encoding, "chunked"))
      return;
  }
  if (lengths) {
    struct text digits = length;
    model->is_odd |= length_of(length) > 18;
    if (!length_of(many(&digits, is_digit)) || length_of(digits))
      return;
    for (; length.at < length.end && model->length <= BODY; ++length.at)
      model->length = 10 * model->length + *length.at - '0';
    if (model->length > BODY)
      return;
  }
  // The target.
  struct text rest = model->target;
  if (equals(rest, "*")) {
    strcpy(model->path, "*");
    model->status = equals(model->method, "OPTIONS") ? 0 : 400;
    return;
  }
  struct text scheme = {rest.at, rest.at};
  while (scheme.end < rest.end && *scheme.end != ':')
    ++scheme.end;
  if (equals_in_any_case(scheme, "http") ||
      equals_in_any_case(scheme, "https")) {
    rest.at = scheme.end;
    if (!literal(&rest, "://"))
      return;
    struct text host = {rest.at, rest.at};
    while (host.end < rest.end && *host.end != '/' && *host.end != '?')
      ++host.end;
    if (!length_of(host))
      return;
    rest.at = host.end;
  } else if (*rest.at != '/') {
    return;
  }
  struct text path = {rest.at, rest.at};
  while (path.end < rest.end && *path.end != '?')
    ++path.end;
  if (path.end < rest.end)
    model->query = (struct text){path.end + 1, rest.end};
  if (!length_of(path))
    strcpy(model->path, "/");
  else if (!model_path(path, model->path))
    return;
  model->status = 0;
}

// ---- The model: a body in chunks --------------------------------------------

struct body {
  bool is_wrong, is_whole;
  char data[5000];
  size_t size;
  size_t taken; ///< of what came
};

/// What there is of it must be of this kind; false: it is wrong, or ends here.
static bool part(struct body *body, struct text *text, const char *what) {
  for (; *what; ++what, ++text->at) {
    if (text->at == text->end)
      return false;
    if (*text->at != (unsigned char)*what) {
      body->is_wrong = true;
      return false;
    }
  }
  return true;
}

static void model_body(struct body *body, struct text text) {
  const unsigned char *begin = text.at;
  for (;;) {
    struct text digits = many(&text, is_hex);
    uint64_t size = 0;
    for (; digits.at < digits.end; ++digits.at) {
      char digit[2] = {(char)*digits.at, 0};
      if (size >> 59)
        body->is_wrong = true;
      size = 16 * size + strtoul(digit, NULL, 16);
    }
    if (body->is_wrong)
      return;
    if (text.at == text.end)
      return;
    if (digits.at == begin || !is_hex(digits.at[-1])) {
      body->is_wrong = true;
      return;
    }
    struct text blanks = many(&text, is_blank);
    if (text.at == text.end)
      return;
    if (*text.at == ';')
      many(&text, is_value);
    else if (length_of(blanks)) {
      body->is_wrong = true;
      return;
    }
    if (!part(body, &text, "\r\n"))
      return;
    if (!size)
      break;
    size_t there = (size_t)(text.end - text.at);
    if (there > size)
      there = (size_t)size;
    memcpy(body->data + body->size, text.at, there);
    body->size += there;
    text.at += there;
    if (there < size || !part(body, &text, "\r\n"))
      return;
    begin = text.at;
  }
  for (;;) { // the trailer
    if (text.at == text.end)
      return;
    if (*text.at == '\r')
      break;
    if (!length_of(many(&text, is_name))) {
      body->is_wrong = true;
      return;
    }
    if (!part(body, &text, ":"))
      return;
    many(&text, is_value);
    if (!part(body, &text, "\r\n"))
      return;
  }
  body->is_whole = part(body, &text, "\r\n");
  body->taken = (size_t)(text.at - begin);
}

// ---- Both -------------------------------------------------------------------

static void expect_text(const char *got, struct text expected) {
  EXPECT(equals(expected, got));
}

/// The same whether a body comes at once or in pieces, and into a large or a
/// small room.
static void check_body(const char *data, size_t size) {
  struct body body = {0};
  model_body(&body, (struct text){(const unsigned char *)data,
                                  (const unsigned char *)data + size});
  for (int way = 0; way < 3; ++way) {
    struct http_chunks chunks = {0};
    char got[5000];
    size_t at = 0, count = 0;
    ssize_t n = 0;
    while (n >= 0 && at < size && chunks.place != HTTP_AT_END) {
      size_t piece = way == 0   ? size - at
                     : way == 1 ? 1
                                : some(size - at);
      size_t room = way == 2 ? some(16) : sizeof got - count;
      char *from = block(data + at, piece), *to = malloc(room);
      n = http_decode(&chunks, from, &piece, to, room);
      EXPECT(n <= (ssize_t)room);
      EXPECT(n < 0 || piece || n);
      if (n > 0) {
        memcpy(got + count, to, (size_t)n);
        count += (size_t)n;
      }
      at += n < 0 ? 0 : piece;
      free(from);
      free(to);
    }
    EXPECT(n >= 0 || n == -EPROTO);
    EXPECT((n < 0) == body.is_wrong);
    EXPECT((chunks.place == HTTP_AT_END) == body.is_whole);
    EXPECT(n < 0 || (count == body.size && !memcmp(got, body.data, count)));
  }
}

/// Where an empty line ends, found as slowly as it can be.
static size_t model_end(const char *data, size_t size) {
  for (size_t i = 1; i < size; ++i)
    if (data[i] == '\n' &&
        (data[i - 1] == '\n' ||
         (i > 1 && data[i - 1] == '\r' && data[i - 2] == '\n')))
      return i + 1;
  return 0;
}

static void check_taken(const struct http_call *call,
                        const struct model *model) {
  const struct http_exchange *exchange = &call->exchange;
  EXPECT(!model->status);
  expect_text(exchange->method, model->method);
  expect_text(exchange->target, model->target);
  expect_text(exchange->query, model->query);
  EXPECT(!strcmp(exchange->path, model->path));
  EXPECT(exchange->minor == model->minor);
  EXPECT(exchange->length == model->length);
  EXPECT(exchange->count == model->count);
  for (size_t i = 0; i < model->count; ++i) {
    expect_text(exchange->headers[i].name, model->names[i]);
    expect_text(exchange->headers[i].value, model->values[i]);
  }
  // What users rely on, whatever the model may think.
  EXPECT(exchange->path[0] == '/' || !strcmp(exchange->path, "*"));
  EXPECT(!strstr(exchange->path, "//") && !strstr(exchange->path, "/../"));
  size_t length = strlen(exchange->path);
  EXPECT(length < 3 || strcmp(exchange->path + length - 3, "/.."));
  for (size_t i = 0; i < exchange->count; ++i)
    for (const char *c = exchange->headers[i].value; *c; ++c)
      EXPECT((unsigned char)*c >= ' ' || *c == '\t');
  EXPECT(call->received_all == !exchange->length);
  EXPECT(exchange->length < 0 ||
         call->body_left == (uint64_t)exchange->length);
}

/// Of what the model allows, which knows nothing of hosts. (And http-parser takes "Content-Length-X" for
/// "Content-Length".)
static bool may_refuse(int status, const struct model *model) {
  static const char *const special[] = {"content-length", "transfer-encoding"};
  struct text method = model->method;
  for (size_t i = 0; i < model->count; ++i)
    for (int j = 0; j < 2; ++j) {
      struct text name = model->names[i];
      size_t length = strlen(special[j]);
      if (length_of(name) > length) {
        name.end = name.at + length;
        if (equals_in_any_case(name, special[j]))
          return true;
      }
    }
  return status == 417 || model->is_odd || *model->target.at != '/' ||
         !(equals(method, "GET") || equals(method, "HEAD") ||
           equals(method, "POST") || equals(method, "OPTIONS"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  const char *data = (const char *)bytes;
  state = 88172645463325252u;
  for (size_t i = 0; i < size; ++i)
    state = (state ^ bytes[i]) * 1099511628211u | 1;
  if (!size || size > 600)
    return 0;
  if (*data < 'A' || *data > 'Z' || (size > 1 && data[1] == '\r')) {
    check_body(data, size);
    return 0;
  }
  // The head, looked for while it comes.
  struct http_look look = {0};
  size_t end = 0, came = 0;
  while (!end && came < size) {
    came += some(size - came);
    char *part = block(data, came);
    end = http_head_end(part, came, &look);
    free(part);
  }
  EXPECT(end == model_end(data, size));
  if (!end)
    return 0;
  struct http_server server = {.body_size = BODY};
  static struct model model;
  memset(&model, 0, sizeof model);
  model_head(&model, data, end);
  char *head = block(data, end);
  struct http_call *call = malloc(sizeof *call);
  int status = http_parse(&server, head, end, look.lines, call);
  free(head);
  EXPECT(status == 0 || (status >= 400 && status < 600));
  if (!status)
    check_taken(call, &model);
  else
    EXPECT(model.status || may_refuse(status, &model));
  if (!status && call->exchange.length < 0)
    check_body(data + end, size - end);
  http_call_clear(call);
  free(call);
  return 0;
}
