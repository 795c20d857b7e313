// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Those lines of a file, each a JSON value, for which a condition holds:
//
//   yieldcc -O2 jsonlines.c -lcjson -o jsonlines
//   ./jsonlines request.status '>=' 500 log.jsonl
//   ./jsonlines tags.0 = '"new"' items.jsonl
//
// A path is of names and of numbers in arrays. What it does not lead to is
// null. The value is JSON too; a line whose own is of another kind is only !=.
// The parser is cJSON (Debian: libcjson-dev): numbers are doubles, and it takes
// some lines that the standard does not, as one with the number 01.

#include <cjson/cJSON.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
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
  cJSON *value;
};

static const char *const operations[] = {"=", "!=", "<", "<=", ">", ">="};

/// A line and what it holds; both are good until the next one.
struct object {
  struct iter_line line;
  cJSON *value;
};

static void forget(cJSON **value) { cJSON_Delete(*value); }

/// What the lines of a file of a size hold; one that holds nothing is
/// complained about.
static generator(struct object) objects(generator(struct iter_line) lines,
                                        const char *name, double size) {
  __attribute__((cleanup(progress_end))) struct progress progress =
      progress_begin(size, true);
  const char *wrong;
  size_t number = 0;
  foreach (line, lines) {
    progress_step(&progress, line.size + 1);
    ++number;
    if (!line.size)
      continue;
    // (With the '\0' behind the line, which must come next.)
    __attribute__((cleanup(forget))) cJSON *value =
        cJSON_ParseWithLengthOpts(line.text, line.size + 1, &wrong, true);
    if (!value) {
      fprintf(stderr, "jsonlines: %s:%zu:%td: no JSON from here on\n", name,
              number, wrong - line.text + 1);
      status = 1;
      continue;
    }
    yield((struct object){line, value});
  }
}

/// What a path leads to; null, if to nothing.
static const cJSON *follow(const cJSON *value, const struct condition *c) {
  for (size_t i = 0; i < c->count && value; ++i) {
    char *end;
    unsigned long place = strtoul(c->steps[i], &end, 10);
    if (!cJSON_IsArray(value))
      value = cJSON_GetObjectItemCaseSensitive(value, c->steps[i]);
    else
      value = *end || place > INT_MAX ? NULL
                                      : cJSON_GetArrayItem(value, (int)place);
  }
  return value;
}

/// The order of two values of one kind; 2 if there is none.
static int compare(const cJSON *a, const cJSON *b) {
  if (cJSON_IsNumber(a) && cJSON_IsNumber(b))
    return (a->valuedouble > b->valuedouble) -
           (a->valuedouble < b->valuedouble);
  if (cJSON_IsString(a) && cJSON_IsString(b)) {
    int order = strcmp(a->valuestring, b->valuestring);
    return (order > 0) - (order < 0);
  }
  return cJSON_Compare(a, b, true) ? 0 : 2;
}

static bool holds(struct object o, const struct condition *c) {
  const cJSON *found = follow(o.value, c);
  int order = found ? compare(found, c->value) : cJSON_IsNull(c->value) ? 0 : 2;
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
  const char *end;
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
  c.value = cJSON_ParseWithOpts(argv[3], &end, true);
  if (!c.value)
    return usage("the value must be JSON; a string has double quotes");

  const char *name = argc == 5 ? argv[4] : "stdin";
  FILE *file = argc == 5 ? fopen(name, "r") : stdin;
  if (!file) {
    fprintf(stderr, "jsonlines: %s: %s\n", name, strerror(errno));
    cJSON_Delete(c.value);
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
  cJSON_Delete(c.value);
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "jsonlines: stdout: %s\n", strerror(errno));
    status = 1;
  }
  return status;
}
