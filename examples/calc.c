// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A calculator: each line is an expression, or gives a name to the value of
// one. What is wrong is said with its place, and the next line is tried.
//
//   yieldcc -O2 calc.c -lm -o calc && printf 'r = 2.5\npi * r^2\n' | ./calc

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/keyed.h>

enum { DEEPEST = 1000, MOST_ARGUMENTS = 2, SHOWN = 70 };

// ---- Tokens -----------------------------------------------------------------

/// An operator, or any other byte, is its own kind. A name that '=' follows is
/// a TARGET. Each line ends with an END.
enum kind { END = 256, NUMBER, NAME, TARGET, MALFORMED };

struct token {
  int kind;
  unsigned size;
  const char *text; ///< good until after the END of its line
  double number;
};

/// The line that the tokens are of.
struct place {
  const char *line;
  size_t size, number;
};

/// The tokens of one line after the other. No line is read before all tokens of
/// the one before were asked for: so it can be used from a terminal. Fails with
/// the code of a read.
static generator(struct token) tokens(FILE *file, struct place *place) {
  foreach (line, iter_lines(file)) {
    *place = (struct place){line.text, line.size, place->number + 1};
    const char *at = line.text, *end = line.text + line.size;
    while (at < end) {
      unsigned char c = (unsigned char)*at;
      if (isspace(c)) {
        ++at;
        continue;
      }
      if (c == '#')
        break;
      struct token t = {.kind = c, .size = 1, .text = at};
      if (isdigit(c) || c == '.') {
        char *stop;
        t.number = strtod(at, &stop);
        while (isalnum((unsigned char)*stop) || *stop == '.')
          ++stop, t.kind = MALFORMED;
        if (t.kind != MALFORMED)
          t.kind = stop > at ? NUMBER : c;
        t.size = stop > at ? (unsigned)(stop - at) : 1;
      } else if (isalpha(c) || c == '_') {
        t.kind = NAME;
        while (isalnum((unsigned char)at[t.size]) || at[t.size] == '_')
          ++t.size;
        const char *next = at + t.size;
        while (next < end && isspace((unsigned char)*next))
          ++next;
        if (next < end && *next == '=')
          t.kind = TARGET;
      }
      at += t.size;
      yield t;
    }
    yield((struct token){.kind = END, .text = at});
  }
}

// ---- Values of names --------------------------------------------------------

struct variable {
  UT_hash_handle hh;
  double value;
  char name[];
};

static struct variable *find(struct variable *all, struct token name) {
  struct variable *v;
  HASH_FIND(hh, all, name.text, name.size, v);
  return v;
}

/// Gives a name a value; false without memory.
static bool assign(struct variable **all, struct token name, double value) {
  struct variable *v = find(*all, name);
  if (!v) {
    v = malloc(sizeof *v + name.size);
    if (!v)
      return false;
    memcpy(v->name, name.text, name.size);
    HASH_ADD_KEYPTR(hh, *all, v->name, name.size, v);
    if (!v->hh.tbl) {
      free(v);
      return false;
    }
  }
  v->value = value;
  return true;
}

static void free_variables(struct variable **all) {
  struct variable *v = *all, *next;
  HASH_CLEAR(hh, *all);
  for (; v; v = next) {
    next = v->hh.next;
    free(v);
  }
}

static double larger(double a, double b) { return a > b ? a : b; }
static double smaller(double a, double b) { return a < b ? a : b; }

static const struct function {
  const char *name;
  double (*one)(double);
  double (*two)(double, double);
} functions[] = {
    {"abs", fabs, NULL},    {"atan2", NULL, atan2}, {"ceil", ceil, NULL},
    {"cos", cos, NULL},     {"exp", exp, NULL},     {"floor", floor, NULL},
    {"ln", log, NULL},      {"log10", log10, NULL}, {"max", NULL, larger},
    {"min", NULL, smaller}, {"round", round, NULL}, {"sin", sin, NULL},
    {"sqrt", sqrt, NULL},   {"tan", tan, NULL},
};

// ---- Values of lines --------------------------------------------------------

/// What a line says: the value of an expression, or what is wrong and where.
struct result {
  double value;
  bool quiet;      ///< a name was given to it
  const char *at;  ///< in the line
  char wrong[160]; ///< empty if nothing is
};

struct parser {
  generator(struct token) tokens; ///< not owned
  struct variable **variables;
  struct token next;
  int depth;
  struct result result;
};

static bool advance(struct parser *p) {
  if (gen_next(p->tokens, &p->next))
    return true;
  p->next.kind = END;
  return false;
}

/// What is wrong; the first of a line counts, and the rest of it is skipped, so
/// that all who wait for something find the end. The value is none.
static double __attribute__((format(printf, 3, 4)))
wrong(struct parser *p, const char *at, const char *format, ...) {
  if (!*p->result.wrong) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(p->result.wrong, sizeof p->result.wrong, format, arguments);
    va_end(arguments);
    p->result.at = at;
    while (p->next.kind != END)
      advance(p);
  }
  return NAN;
}

/// Text of a line, short enough to be shown.
#define SHOW(t) (t).size < 40 ? (int)(t).size : 40, (t).text

/// What stands where `wanted` does not.
static double unexpected(struct parser *p, const char *wanted) {
  struct token t = p->next;
  if (t.kind == END)
    return wrong(p, t.text, "%s is missing at the end", wanted);
  if (t.kind == '=')
    return wrong(p, t.text, "only a name can be given a value");
  if (t.kind == MALFORMED)
    return wrong(p, t.text, "'%.*s' is no number", SHOW(t));
  if (t.kind < END && !isprint(t.kind))
    return wrong(p, t.text, "%s is missing before byte 0x%02x", wanted, t.kind);
  return wrong(p, t.text, "%s is missing before '%.*s'", wanted, SHOW(t));
}

/// A value that was calculated, if there is one.
static double checked(struct parser *p, struct token by, double value) {
  if (isfinite(value) || *p->result.wrong)
    return value;
  return wrong(p, by.text,
               isnan(value) ? "'%.*s' has no value here"
                            : "'%.*s' gives too large a number",
               SHOW(by));
}

static double sum(struct parser *p);

/// Behind a '(' or a ','; goes behind the ')'. Returns how many there are, and
/// of those the first ones.
static int arguments(struct parser *p, struct token open, int most,
                     double *values) {
  int count = 0;
  for (;;) {
    double value = sum(p);
    if (count < most)
      values[count] = value;
    ++count;
    if (p->next.kind != ',')
      break;
    advance(p);
  }
  if (p->next.kind == ')')
    advance(p);
  else if (p->next.kind == END)
    wrong(p, open.text, "this '(' is never closed");
  else
    unexpected(p, "an operator or ')'");
  return count;
}

static double call(struct parser *p, struct token name) {
  struct token open = p->next;
  double values[MOST_ARGUMENTS] = {0};
  const struct function *f = functions, *end = f + sizeof functions / sizeof *f;
  while (f < end &&
         (strncmp(f->name, name.text, name.size) || f->name[name.size]))
    ++f;
  if (f == end) {
    char all[100] = "";
    for (f = functions; f < end; ++f)
      snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s",
               *all ? ", " : "", f->name);
    return wrong(p, name.text, "there is no function '%.*s'; there are %s",
                 SHOW(name), all);
  }
  advance(p);
  int count = arguments(p, open, MOST_ARGUMENTS, values);
  if (count != 1 + !f->one)
    return wrong(p, name.text, "%s takes %s, not %d", f->name,
                 f->one ? "one number" : "two numbers", count);
  return checked(p, name,
                 f->one ? f->one(values[0]) : f->two(values[0], values[1]));
}

static double primary(struct parser *p) {
  struct token t = p->next;
  double value;
  switch (t.kind) {
  case NUMBER:
    advance(p);
    return isfinite(t.number)
               ? t.number
               : wrong(p, t.text, "'%.*s' is too large", SHOW(t));
  case NAME:
    advance(p);
    if (p->next.kind == '(')
      return call(p, t);
    const struct variable *v = find(*p->variables, t);
    return v ? v->value : wrong(p, t.text, "'%.*s' has no value", SHOW(t));
  case '(':
    advance(p);
    if (arguments(p, t, 1, &value) > 1)
      return wrong(p, t.text, "one value, not several, belongs into this '('");
    return value;
  default:
    return unexpected(p, "a number, a name or '('");
  }
}

/// With signs before and a power behind: -2^-2 is -(2^(-2)).
static double factor(struct parser *p) {
  struct token t = p->next;
  double value;
  if (++p->depth > DEEPEST) {
    value = wrong(p, t.text, "nested more than %d deep", DEEPEST);
  } else if (t.kind == '-' || t.kind == '+') {
    advance(p);
    value = factor(p);
    value = t.kind == '-' ? -value : value;
  } else {
    value = primary(p);
    t = p->next;
    if (t.kind == '^') {
      advance(p);
      value = checked(p, t, pow(value, factor(p)));
    }
  }
  --p->depth;
  return value;
}

static double product(struct parser *p) {
  double value = factor(p);
  for (;;) {
    struct token t = p->next;
    if (t.kind != '*' && t.kind != '/' && t.kind != '%')
      return value;
    advance(p);
    double by = factor(p);
    if (t.kind != '*' && by == 0)
      return wrong(p, t.text, "division by zero");
    value = checked(p, t,
                    t.kind == '*'   ? value * by
                    : t.kind == '/' ? value / by
                                    : fmod(value, by));
  }
}

static double sum(struct parser *p) {
  double value = product(p);
  for (;;) {
    struct token t = p->next;
    if (t.kind != '+' && t.kind != '-')
      return value;
    advance(p);
    double by = product(p);
    value = checked(p, t, t.kind == '+' ? value + by : value - by);
  }
}

/// A line, of which the first token is the next one; goes to its END.
static void line(struct parser *p) {
  struct token target = p->next;
  p->result = (struct result){.quiet = target.kind == TARGET};
  if (target.kind == TARGET) {
    advance(p);
    advance(p); // '='
  }
  p->result.value = sum(p);
  if (p->next.kind != END)
    unexpected(p, "an operator");
  if (target.kind == TARGET && !*p->result.wrong &&
      !assign(p->variables, target, p->result.value))
    wrong(p, target.text, "no memory for '%.*s'", SHOW(target));
}

/// A name that no line has.
static struct token constant(const char *name) {
  return (struct token){.text = name, .size = (unsigned)strlen(name)};
}

/// The results of the lines that are not empty.
static generator(struct result) results(generator(struct token) tokens) {
  __attribute__((cleanup(free_variables))) struct variable *variables = NULL;
  struct parser p = {.tokens = tokens, .variables = &variables};
  if (!assign(&variables, constant("pi"), acos(-1)) ||
      !assign(&variables, constant("e"), exp(1)))
    gen_fail(ENOMEM);
  while (advance(&p))
    if (p.next.kind != END) {
      line(&p);
      yield p.result;
    }
  if (gen_error(tokens))
    gen_fail(gen_error(tokens));
}

// ---- What is wrong ----------------------------------------------------------

/// The message, and below it the part of the line that it is about.
static void show(const char *name, const struct place *place,
                 const struct result *r) {
  const char *begin = place->line, *end = begin + place->size;
  fprintf(stderr, "%s:%zu:%d: %s\n  ", name, place->number,
          (int)(r->at - begin) + 1, r->wrong);
  if (r->at - begin > SHOWN / 2)
    begin = r->at - SHOWN / 2;
  if (end - begin > SHOWN)
    end = begin + SHOWN;
  for (const char *p = begin; p < end; ++p)
    fputc(isprint((unsigned char)*p) ? *p : *p == '\t' ? ' ' : '?', stderr);
  fprintf(stderr, "\n  %*s^\n", (int)(r->at - begin), "");
}

int main(int argc, char **argv) {
  if (argc > 2) {
    fprintf(stderr, "usage: calc [FILE]\n");
    return 2;
  }
  const char *name = argc == 2 ? argv[1] : "stdin";
  FILE *file = argc == 2 ? fopen(name, "r") : stdin;
  if (!file) {
    fprintf(stderr, "calc: %s: %s\n", name, strerror(errno));
    return 2;
  }
  int status = 0, error;
  struct place place = {0};
  foreach (r, results(tokens(file, &place)), error)
    if (*r.wrong) {
      fflush(stdout);
      show(name, &place, &r);
      status = 1;
    } else if (!r.quiet && printf("%.15g\n", r.value) < 0) {
      break;
    }
  fclose(file);
  if (error) {
    fprintf(stderr, "calc: %s: %s\n", name, strerror(error));
    status = 2;
  }
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "calc: stdout: %s\n", strerror(errno));
    status = 2;
  }
  return status;
}
