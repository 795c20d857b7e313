// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A body in chunks, exactly as in RFC 9112. http-parser is not asked: as Debian
// builds it, it takes anything for the ends of lines in there, which somebody
// in front of us may have understood otherwise.

#include "exchange.h"

static bool to(struct http_chunks *chunks, enum http_chunks_place place) {
  chunks->place = place;
  return true;
}

static bool add_digit(struct http_chunks *chunks, int digit) {
  if (chunks->left >> 59)
    return false;
  chunks->left = chunks->left << 4 | (uint64_t)digit;
  return to(chunks, HTTP_AT_SIZE);
}

/// A byte of what is around the data; false if it does not belong there.
static bool step(struct http_chunks *chunks, unsigned char c) {
  switch (chunks->place) {
  case HTTP_AT_START:
    chunks->left = 0;
    return http_digit((char)c) >= 0 && add_digit(chunks, http_digit((char)c));
  case HTTP_AT_SIZE:
    if (http_digit((char)c) >= 0)
      return add_digit(chunks, http_digit((char)c));
    if (c == '\r')
      return to(chunks, HTTP_AT_SIZE_END);
    // fallthrough
  case HTTP_AT_SPACE:
    return (c == ';' && to(chunks, HTTP_AT_EXTENSION)) ||
           ((c == ' ' || c == '\t') && to(chunks, HTTP_AT_SPACE));
  case HTTP_AT_EXTENSION:
    return http_is((char)c, HTTP_IN_VALUE) ||
           (c == '\r' && to(chunks, HTTP_AT_SIZE_END));
  case HTTP_AT_SIZE_END:
    return c == '\n' &&
           to(chunks, chunks->left ? HTTP_AT_DATA : HTTP_AT_TRAILER);
  case HTTP_AT_DATA:
    return c == '\r' && to(chunks, HTTP_AT_DATA_END);
  case HTTP_AT_DATA_END:
    return c == '\n' && to(chunks, HTTP_AT_START);
  case HTTP_AT_TRAILER:
    return (http_is((char)c, HTTP_IN_NAME) && to(chunks, HTTP_AT_NAME)) ||
           (c == '\r' && to(chunks, HTTP_AT_LAST));
  case HTTP_AT_NAME:
    return http_is((char)c, HTTP_IN_NAME) ||
           (c == ':' && to(chunks, HTTP_AT_VALUE));
  case HTTP_AT_VALUE:
    return http_is((char)c, HTTP_IN_VALUE) ||
           (c == '\r' && to(chunks, HTTP_AT_VALUE_END));
  case HTTP_AT_VALUE_END:
    return c == '\n' && to(chunks, HTTP_AT_TRAILER);
  case HTTP_AT_LAST:
    return c == '\n' && to(chunks, HTTP_AT_END);
  case HTTP_AT_END:
    break;
  }
  return false;
}

ssize_t http_decode(struct http_chunks *chunks, const char *from, size_t *size,
                    char *data, size_t room) {
  size_t at = 0, count = 0;
  while (at < *size && chunks->place != HTTP_AT_END) {
    if (chunks->place != HTTP_AT_DATA || !chunks->left) {
      if (!step(chunks, (unsigned char)from[at++]))
        return -EPROTO;
      continue;
    }
    size_t piece = *size - at;
    if (piece > room - count)
      piece = room - count;
    if (piece > chunks->left)
      piece = (size_t)chunks->left;
    if (!piece)
      break;
    memcpy(data + count, from + at, piece);
    at += piece;
    count += piece;
    chunks->left -= piece;
  }
  *size = at;
  return (ssize_t)count;
}
