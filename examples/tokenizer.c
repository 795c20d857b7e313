// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tokens of an expression or of C-like text on stdin, one per line with its
// place. What is no token ends the program with a message and status 1.
//
//   yieldcc -O2 tokenizer.c -o tokenizer && echo 'a = 4 * (b + 0x1f);' |
//   ./tokenizer

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc.h>

enum kind { NAME, NUMBER, STRING, OPERATOR };
static const char *const kind_names[] = {"name", "number", "string",
                                         "operator"};

struct token {
  enum kind kind;
  int length;
  const char *text;
  int line, column;
};

// The codes that tokens() fails with.
enum { STRAY_CHARACTER = 1, BAD_NUMBER, OPEN_STRING, OPEN_COMMENT };
static const char *const messages[] = {
    [STRAY_CHARACTER] = "stray character",
    [BAD_NUMBER] = "malformed number",
    [OPEN_STRING] = "string without an end",
    [OPEN_COMMENT] = "comment without an end",
};

// A place in the text. After a failure it is that of what was wrong.
struct place {
  const char *at, *end;
  int line, column;
};

static void advance(struct place *p, size_t n) {
  for (; n; --n, ++p->at) {
    if (*p->at == '\n')
      ++p->line, p->column = 0;
    ++p->column;
  }
}

static size_t operator_length(const char *s) {
  static const char *const longer[] = {
      "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
      "!=",  "&&",  "||",  "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|="};
  for (size_t i = 0; i < sizeof longer / sizeof *longer; ++i)
    if (strncmp(s, longer[i], strlen(longer[i])) == 0)
      return strlen(longer[i]);
  return *s && strchr("+-*/%=<>!&|^~?:;,.()[]{}#", *s) ? 1 : 0;
}

// Of the number at s; 0 if it is malformed.
static size_t number_length(const char *s) {
  size_t length = 1;
  for (char c; (c = s[length]); ++length)
    if (!isalnum((unsigned char)c) && c != '.' &&
        !((c == '+' || c == '-') && strchr("eEpP", s[length - 1])))
      break;
  char *end;
  strtod(s, &end);
  end += strspn(end, "uUlLfF");
  return end == s + length ? length : 0;
}

// Of the string or character literal at s; 0 if it doesn't end on its line.
static size_t string_length(const char *s) {
  for (size_t i = 1; s[i] && s[i] != '\n'; ++i) {
    if (s[i] == s[0])
      return i + 1;
    if (s[i] == '\\' && s[i + 1])
      ++i;
  }
  return 0;
}

generator(struct token) tokens(struct place *p) {
  while (p->at < p->end) {
    const char *s = p->at;
    if (isspace((unsigned char)*s)) {
      advance(p, 1);
      continue;
    }
    if (s[0] == '/' && s[1] == '/') {
      advance(p, strcspn(s, "\n"));
      continue;
    }
    if (s[0] == '/' && s[1] == '*') {
      const char *end = strstr(s + 2, "*/");
      if (!end)
        gen_fail(OPEN_COMMENT);
      advance(p, end + 2 - s);
      continue;
    }
    struct token t = {.text = s, .line = p->line, .column = p->column};
    size_t length = 0;
    if (isalpha((unsigned char)*s) || *s == '_') {
      t.kind = NAME;
      while (isalnum((unsigned char)s[length]) || s[length] == '_')
        ++length;
    } else if (isdigit((unsigned char)*s)) {
      t.kind = NUMBER;
      if (!(length = number_length(s)))
        gen_fail(BAD_NUMBER);
    } else if (*s == '"' || *s == '\'') {
      t.kind = STRING;
      if (!(length = string_length(s)))
        gen_fail(OPEN_STRING);
    } else {
      t.kind = OPERATOR;
      if (!(length = operator_length(s)))
        gen_fail(STRAY_CHARACTER);
    }
    t.length = (int)length;
    yield t;
    advance(p, length);
  }
}

int main(void) {
  char *text = NULL;
  size_t size = 0;
  ssize_t length = getdelim(&text, &size, '\0', stdin);
  if (length < 0 && ferror(stdin)) {
    perror("tokenizer");
    return 1;
  }
  // (A null character, which getdelim stops at, is part of the text.)
  struct place place = {text, text + (length < 0 ? 0 : length), 1, 1};
  int error;
  foreach (t, tokens(&place), error)
    printf("%d:%d: %s %.*s\n", t.line, t.column, kind_names[t.kind], t.length,
           t.text);
  free(text);
  if (!error)
    return 0;
  const char *message =
      error <= OPEN_COMMENT ? messages[error] : strerror(error);
  fprintf(stderr, "stdin:%d:%d: %s\n", place.line, place.column, message);
  return 1;
}
