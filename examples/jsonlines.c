// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Those lines of a file, each a JSON value, for which a condition holds:
//
//   yieldcc -O2 jsonlines.c -ljansson -o jsonlines
//   ./jsonlines request.status '>=' 500 log.jsonl
//   ./jsonlines tags.0 = '"new"' items.jsonl
//
// A path is of names and of numbers in arrays. What it does not lead to is
// null. The value is JSON too; a line whose own is of another kind is only !=.
// The parser is jansson (Debian: libjansson-dev).

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/iter.h>

#include "progress.h"

enum { MOST_STEPS = 32 };

static int status = 0;

struct condition {
  char *steps[MOST_STEPS];
  size_t count;
  const char *operation; ///< one of operations
  json_t *value;
};

static const char *const operations[] = {"=", "!=", "<", "<=", ">", ">="};

/// A line and what it holds; both are good until the next one.
struct object {
  struct iter_line line;
  json_t *value;
};

static void forget(json_t **value) { json_decref(*value); }

/// What the lines of a file of a size hold; one that holds nothing is
/// complained about.
static generator(struct object) objects(generator(struct iter_line) lines,
                                        const char *name, double size) {
  __attribute__((cleanup(progress_end))) struct progress progress =
      progress_begin(size, true);
  json_error_t wrong;
  size_t number = 0;
  foreach (line, lines) {
    progress_step(&progress, line.size + 1);
    ++number;
    if (!line.size)
      continue;
    __attribute__((cleanup(forget))) json_t *value =
        json_loadb(line.text, line.size, JSON_DECODE_ANY, &wrong);
    if (!value) {
      fprintf(stderr, "jsonlines: %s:%zu:%d: %s\n", name, number, wrong.column,
              wrong.text);
      status = 1;
      continue;
    }
    yield((struct object){line, value});
  }
}

/// What a path leads to; null, if to nothing.
static const json_t *follow(const json_t *value, const struct condition *c) {
  for (size_t i = 0; i < c->count && value; ++i)
    value = json_is_array(value)
                ? json_array_get(value, strtoul(c->steps[i], NULL, 10))
                : json_object_get(value, c->steps[i]);
  return value;
}

/// The order of two values of one kind; 2 if there is none.
static int compare(const json_t *a, const json_t *b) {
  if (json_is_number(a) && json_is_number(b)) {
    double x = json_number_value(a), y = json_number_value(b);
    if (json_is_integer(a) && json_is_integer(b)) {
      json_int_t m = json_integer_value(a), n = json_integer_value(b);
      return (m > n) - (m < n);
    }
    return (x > y) - (x < y);
  }
  if (json_is_string(a) && json_is_string(b)) {
    int order = strcmp(json_string_value(a), json_string_value(b));
    return (order > 0) - (order < 0);
  }
  return json_equal(a, b) ? 0 : 2;
}

static bool holds(struct object o, const struct condition *c) {
  const json_t *found = follow(o.value, c);
  int order = found ? compare(found, c->value) : json_is_null(c->value) ? 0 : 2;
  const char *op = c->operation;
  switch (op[0]) {
  case '=':
    return order == 0;
  case '!':
    return order != 0;
  case '<':
    return order == -1 || (op[1] && order == 0);
  default:
    return order == 1 || (op[1] && order == 0);
  }
}

static int usage(const char *what) {
  fprintf(stderr,
          "jsonlines: %s\nusage: jsonlines PATH = | != | < | <= | > | >= VALUE "
          "[FILE]\n",
          what);
  return 2;
}

int main(int argc, char **argv) {
  struct condition c = {.count = 0};
  json_error_t wrong;
  if (argc < 4 || argc > 5)
    return usage("three or four arguments");
  for (size_t i = 0; i < sizeof operations / sizeof *operations; ++i)
    if (!strcmp(argv[2], operations[i]))
      c.operation = operations[i];
  if (!c.operation)
    return usage("the second argument must be a comparison");
  for (char *step = strtok(argv[1], "."); step; step = strtok(NULL, ".")) {
    if (c.count == MOST_STEPS)
      return usage("the path is too long");
    c.steps[c.count++] = step;
  }
  c.value = json_loads(argv[3], JSON_DECODE_ANY, &wrong);
  if (!c.value)
    return usage("the value must be JSON; a string has double quotes");

  const char *name = argc == 5 ? argv[4] : "stdin";
  FILE *file = argc == 5 ? fopen(name, "r") : stdin;
  if (!file) {
    fprintf(stderr, "jsonlines: %s: %s\n", name, strerror(errno));
    json_decref(c.value);
    return 1;
  }
  int error;
  double size = size_of(fileno(file));
  foreach (o, iter_filter(holds, &c, objects(iter_lines(file), name, size)),
           error) {
    o.line.text[o.line.size] = '\n'; // in place of its end
    if (fwrite(o.line.text, 1, o.line.size + 1, stdout) != o.line.size + 1)
      break;
  }
  if (error) {
    fprintf(stderr, "jsonlines: %s: %s\n", name, strerror(error));
    status = 1;
  }
  fclose(file);
  json_decref(c.value);
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "jsonlines: stdout: %s\n", strerror(errno));
    status = 1;
  }
  return status;
}
