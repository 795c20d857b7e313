// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Text that comes from a browser and goes to others: queries, UTF-8, JSON.

#ifndef CHAT_TEXT_H
#define CHAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline int hex_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/// The length of the character at `at` in UTF-8; 0 if it is none.
static inline size_t character_length(const char *at, const char *end) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  unsigned char first = (unsigned char)*at;
  size_t length = first < 0x80    ? 1
                  : first >= 0xf0 ? 4
                  : first >= 0xe0 ? 3
                  : first >= 0xc0 ? 2
                                  : 0;
  if (length < 2)
    return length;
  uint32_t code = first & (0xff >> (length + 1));
  if (first >= 0xf8 || (size_t)(end - at) < length)
    return 0;
  for (size_t i = 1; i < length; ++i) {
    if (((unsigned char)at[i] & 0xc0) != 0x80)
      return 0;
    code = code << 6 | ((unsigned char)at[i] & 0x3f);
  }
  bool is_one = code >= least[length] && code <= 0x10ffff &&
                !(code >= 0xd800 && code < 0xe000);
  return is_one ? length : 0;
}

static inline bool is_utf8(const char *at, const char *end) {
  for (size_t length; at < end; at += length)
    if (!(length = character_length(at, end)))
      return false;
  return true;
}

/// The value of a parameter of a query, as "a=b&c=%20d", with a zero behind it.
/// False if it is not there, is empty, has not room, or is no plain text.
static inline bool query_value(const char *query, const char *name, char *value,
                               size_t size) {
  size_t length = strlen(name), used = 0;
  while (strncmp(query, name, length) || query[length] != '=') {
    if (!(query = strchr(query, '&')))
      return false;
    ++query;
  }
  for (query += length + 1; *query && *query != '&'; ++query, ++used) {
    int c = (unsigned char)*query;
    if (c == '+') {
      c = ' ';
    } else if (c == '%') {
      int high = hex_digit(query[1]), low = high < 0 ? -1 : hex_digit(query[2]);
      if (low < 0)
        return false;
      c = 16 * high + low;
      query += 2;
    }
    if (used + 1 >= size || c < ' ' || c == 127)
      return false;
    value[used] = (char)c;
  }
  value[used] = '\0';
  return used && is_utf8(value, value + used);
}

/// Writes a text as a string of JSON, which takes at most twice as many bytes,
/// and two. What is behind it. (Control characters but the ends of lines and
/// tabs become spaces.)
static inline char *write_json(char *to, const char *at, const char *end) {
  *to++ = '"';
  for (; at < end; ++at) {
    char short_form = *at == '\n' ? 'n' : *at == '\t' ? 't' : *at;
    if (short_form != *at || *at == '"' || *at == '\\')
      *to++ = '\\';
    *to++ = (unsigned char)short_form < ' ' || *at == 127 ? ' ' : short_form;
  }
  *to++ = '"';
  return to;
}

#endif
