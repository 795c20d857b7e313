// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/calc.c by hand: the same parser, but its tokens come from a function
// that keeps its place in a struct, and its results go to a loop over
// getline().

#define _GNU_SOURCE
#include <yieldc/keyed.h>
#undef gen_next
#define gen_next(tokens, token) next_token(token)
#define main calc_main
struct token;
static bool next_token(struct token *t);
#include "../../examples/calc.c"
#undef main

static struct {
  FILE *file;
  char *line;
  size_t room, number;
  const char *at, *end;
  bool inside;
} place;

static bool next_token(struct token *t) {
  if (!place.inside) {
    ssize_t n = getline(&place.line, &place.room, place.file);
    if (n < 0)
      return false;
    place.at = place.line;
    place.end = place.line + n - (place.line[n - 1] == '\n');
    ++place.number;
    place.inside = true;
  }
  while (place.at < place.end && isspace((unsigned char)*place.at))
    ++place.at;
  const char *at = place.at;
  if (at == place.end || *at == '#') {
    *t = (struct token){.kind = END, .text = at};
    place.inside = false;
    return true;
  }
  unsigned char c = (unsigned char)*at;
  *t = (struct token){.kind = c, .size = 1, .text = at};
  if (isdigit(c) || c == '.') {
    char *stop;
    t->number = strtod(at, &stop);
    while (isalnum((unsigned char)*stop) || *stop == '.')
      ++stop, t->kind = MALFORMED;
    if (t->kind != MALFORMED)
      t->kind = stop > at ? NUMBER : c;
    t->size = stop > at ? (unsigned)(stop - at) : 1;
  } else if (isalpha(c) || c == '_') {
    t->kind = NAME;
    while (isalnum((unsigned char)at[t->size]) || at[t->size] == '_')
      ++t->size;
    const char *next = at + t->size;
    while (next < place.end && isspace((unsigned char)*next))
      ++next;
    if (next < place.end && *next == '=')
      t->kind = TARGET;
  }
  place.at += t->size;
  return true;
}

int main(int argc, char **argv) {
  struct variable *variables = NULL;
  struct parser p = {.variables = &variables};
  if (argc != 2 || !(place.file = fopen(argv[1], "r")))
    return 2;
  assign(&variables, constant("pi"), acos(-1));
  assign(&variables, constant("e"), exp(1));
  while (advance(&p))
    if (p.next.kind != END) {
      line(&p);
      if (*p.result.wrong)
        return 1;
      if (!p.result.quiet)
        printf("%.15g\n", p.result.value);
    }
  free_variables(&variables);
  fclose(place.file);
  free(place.line);
  return 0;
}
