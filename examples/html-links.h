// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The links of a page: what is in its href and src attributes. As browsers do,
// it takes anything for HTML, and finds nothing in what is none.

#ifndef HTML_LINKS_H
#define HTML_LINKS_H

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <yieldc.h>

/// A part of the page, with entities as they came.
struct link {
  const char *begin, *end;
  bool is_base; ///< what the links behind it are relative to: <base href=…>
};

struct word {
  const char *begin, *end;
};

static inline bool is_word(struct word w, const char *text) {
  size_t length = (size_t)(w.end - w.begin);
  return length == strlen(text) && !strncasecmp(w.begin, text, length);
}

/// The first place, at or behind `at`, of one of these characters (or of none
/// of them, if `wanted` is false); or the end.
static inline const char *next_of(const char *at, const char *end,
                                  const char *characters, bool wanted) {
  while (at < end && (*at && strchr(characters, *at)) != wanted)
    ++at;
  return at;
}

/// Behind the next such text, in whatever case; or the end.
static inline const char *behind(const char *at, const char *end,
                                 const char *text, size_t length) {
  for (; (size_t)(end - at) >= length; ++at)
    if (!strncasecmp(at, text, length))
      return at + length;
  return end;
}

/// Behind what is no HTML though it is within the page: the text of a script.
static inline const char *behind_text(const char *at, const char *end,
                                      struct word tag) {
  static const char *const tags[] = {"script", "style", "textarea", "title"};
  static const char *const ends[] = {"</script", "</style", "</textarea",
                                     "</title"};
  for (size_t i = 0; i < sizeof tags / sizeof *tags; ++i)
    if (is_word(tag, tags[i]))
      return behind(at, end, ends[i], strlen(ends[i]));
  return at;
}

#define HTML_SPACES " \t\r\n\f"

/// An attribute, from its name on: what is behind it. The value is empty if it
/// has none.
static inline const char *read_attribute(const char *at, const char *end,
                                         struct word *name,
                                         struct word *value) {
  name->begin = at;
  name->end = at = next_of(at + 1, end, HTML_SPACES "=/>", true);
  value->begin = value->end = at;
  at = next_of(at, end, HTML_SPACES, false);
  if (at == end || *at != '=')
    return at;
  at = next_of(at + 1, end, HTML_SPACES, false);
  if (at < end && (*at == '"' || *at == '\'')) {
    value->begin = at + 1;
    value->end = next_of(at + 1, end, (const char[]){*at, 0}, true);
    return value->end < end ? value->end + 1 : end;
  }
  value->begin = at;
  return value->end = next_of(at, end, HTML_SPACES ">", true);
}

static inline generator(struct link) links_of(const char *at, const char *end) {
  while ((at = next_of(at, end, "<", true)) < end) {
    if (end - at >= 4 && !memcmp(at, "<!--", 4)) {
      at = behind(at + 2, end, "-->", 3); // "<!-->" is one too
      continue;
    }
    struct word tag = {++at, NULL}, name, value;
    tag.end = at = next_of(at, end, HTML_SPACES "/><", true);
    if (tag.begin == tag.end) // "</", or no tag at all
      continue;
    while ((at = next_of(at, end, HTML_SPACES "/", false)) < end &&
           *at != '>') {
      at = read_attribute(at, end, &name, &value);
      if (is_word(name, "href") || is_word(name, "src"))
        yield((struct link){value.begin, value.end, is_word(tag, "base")});
    }
    at = behind_text(at, end, tag);
  }
}

#endif
