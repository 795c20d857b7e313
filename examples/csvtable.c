// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A table of what a column of a CSV file comes to, for each value of another:
//
//   yieldcc -O2 csvtable.c -o csvtable && ./csvtable city amount sales.csv
//
// writes city,count,sum,min,max, in the order of the cities. The first record
// names the columns. Fields may be in quotes (RFC 4180), and have commas,
// quotes and line ends in them. What is kept is the table.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yieldc/keyed.h>

#include "block.h"
#include "progress.h"

enum { MOST_FIELDS = 256, MOST_NUMBER = 40 };

static const char *name;
static int status = 0;

static void complain(const char *what, size_t line) {
  if (line)
    fprintf(stderr, "csvtable: %s:%zu: %s\n", name, line, what);
  else
    fprintf(stderr, "csvtable: %s: %s\n", name, what);
  status = 1;
}

/// A part of a record, good until the next one.
struct text {
  char *begin, *end;
};

struct record {
  struct text fields[MOST_FIELDS];
  int count;
  size_t line; ///< where it begins
};

// ---- Records ----------------------------------------------------------------

/// The lines of a file, without their '\n', but those that end in quotes with
/// the next; each until the next one is asked for. Fails with the code of a
/// read.
static generator(struct text) quoted_lines(int file) {
  size_t room = BLOCK, size = 0;
  __attribute__((cleanup(free_block))) char *block = malloc(room);
  bool in_quotes = false;
  if (!block)
    gen_fail(ENOMEM);
  for (;;) {
    ssize_t n = read(file, block + size, room - size);
    if (n < 0)
      gen_fail(errno);
    char *line = block, *from = block + size, *end = from + n, *stop;
    while ((stop = memchr(from, '\n', end - from))) {
      for (char *q = from; (q = memchr(q, '"', stop - q)); ++q)
        in_quotes = !in_quotes;
      from = stop + 1;
      if (in_quotes)
        continue;
      yield((struct text){line, stop});
      line = from;
    }
    for (char *q = from; (q = memchr(q, '"', end - q)); ++q)
      in_quotes = !in_quotes;
    size = end - line;
    if (n == 0) {
      if (size)
        yield((struct text){line, end});
      return;
    }
    if (!keep_rest(&block, &room, line, size))
      gen_fail(ENOMEM);
  }
}

/// Takes a field from the front of a line, and its comma; null, or what is
/// wrong. A quoted one is put together in place.
static const char *take_field(struct text *line, struct text *field) {
  char *p = line->begin, *to = p;
  if (p == line->end || *p != '"') {
    char *comma = memchr(p, ',', line->end - p);
    *field = (struct text){p, comma ? comma : line->end};
    line->begin = comma ? comma + 1 : NULL;
    return NULL;
  }
  for (field->begin = to, ++p;; *to++ = *p++) {
    char *quote = memchr(p, '"', line->end - p);
    if (!quote)
      return "quotes without an end";
    memmove(to, p, quote - p);
    to += quote - p;
    p = quote + 1;
    if (p == line->end || *p != '"')
      break;
  }
  field->end = to;
  if (p < line->end && *p != ',')
    return "text behind the quotes of a field";
  line->begin = p < line->end ? p + 1 : NULL;
  return NULL;
}

/// The records of a file of a size. What is none is complained about, and left
/// out.
static generator(const struct record *) records(generator(struct text) lines,
                                                double size) {
  __attribute__((cleanup(progress_end))) struct progress progress =
      progress_begin(size, false);
  struct record r;
  size_t next = 1;
  foreach (line, lines) {
    progress_step(&progress, line.end - line.begin + 1);
    r.line = next++;
    for (char *p = line.begin; (p = memchr(p, '\n', line.end - p)); ++p)
      ++next;
    if (line.end > line.begin && line.end[-1] == '\r')
      --line.end;
    const char *wrong = NULL;
    for (r.count = 0; line.begin && !wrong; ++r.count)
      wrong = r.count == MOST_FIELDS ? "too many fields"
                                     : take_field(&line, &r.fields[r.count]);
    if (wrong)
      complain(wrong, r.line);
    else
      yield & r;
  }
}

// ---- The table --------------------------------------------------------------

struct row {
  UT_hash_handle hh;
  size_t count;
  double sum, min, max;
  size_t size;
  char key[];
};

static struct row *row_of(struct row **table, struct text key) {
  size_t size = key.end - key.begin;
  struct row *row;
  HASH_FIND(hh, *table, key.begin, size, row);
  if (row)
    return row;
  row = malloc(sizeof *row + size);
  if (!row)
    return NULL;
  row->count = 0;
  row->sum = 0;
  row->size = size;
  memcpy(row->key, key.begin, size);
  HASH_ADD_KEYPTR(hh, *table, row->key, size, row);
  if (!row->hh.tbl) {
    free(row);
    return NULL;
  }
  return row;
}

static void free_rows(struct row **table) {
  struct row *row = *table, *next;
  HASH_CLEAR(hh, *table);
  for (; row; row = next) {
    next = row->hh.next;
    free(row);
  }
}

/// False if a field is no number.
static bool number(struct text field, double *x) {
  char digits[MOST_NUMBER], *end;
  size_t size = field.end - field.begin;
  // Most are small whole numbers, for which strtod takes a long time.
  if (size && size < 10) {
    long n = 0;
    char *p = field.begin;
    while (p < field.end && *p >= '0' && *p <= '9')
      n = 10 * n + *p++ - '0';
    *x = (double)n;
    if (p == field.end)
      return true;
  }
  if (!size || size >= sizeof digits)
    return false;
  memcpy(digits, field.begin, size);
  digits[size] = '\0';
  *x = strtod(digits, &end);
  return end == digits + size;
}

static int by_key(struct row *a, struct row *b) {
  int order = memcmp(a->key, b->key, a->size < b->size ? a->size : b->size);
  return order ? order : (a->size > b->size) - (a->size < b->size);
}

/// As a field of a CSV file.
static void print_field(const char *text, size_t size) {
  bool quoted = memchr(text, ',', size) || memchr(text, '"', size) ||
                memchr(text, '\n', size) || memchr(text, '\r', size);
  if (quoted)
    putchar('"');
  for (size_t i = 0; i < size; ++i) {
    if (text[i] == '"')
      putchar('"');
    putchar(text[i]);
  }
  if (quoted)
    putchar('"');
}

/// The place of a column in the record that names them; -1 if it has none.
static int column(const struct record *names, const char *wanted) {
  for (int i = 0; i < names->count; ++i) {
    size_t size = names->fields[i].end - names->fields[i].begin;
    if (size == strlen(wanted) && !memcmp(names->fields[i].begin, wanted, size))
      return i;
  }
  return -1;
}

int main(int argc, char **argv) {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: csvtable KEY NUMBER [FILE]\n");
    return 2;
  }
  name = argc == 4 ? argv[3] : "stdin";
  int file = argc == 4 ? open(name, O_RDONLY) : STDIN_FILENO;
  if (file < 0) {
    complain(strerror(errno), 0);
    return status;
  }

  __attribute__((cleanup(free_rows))) struct row *table = NULL;
  int key = -1, value = -1, error;
  double x;
  foreach (r, records(quoted_lines(file), size_of(file)), error) {
    if (key < 0) {
      key = column(r, argv[1]);
      value = column(r, argv[2]);
      if (key >= 0 && value >= 0)
        continue;
      fprintf(stderr, "csvtable: %s: no column '%s'\n", name,
              argv[key < 0 ? 1 : 2]);
      close(file);
      return 1;
    }
    if (r->count <= key || r->count <= value) {
      complain("too few fields", r->line);
    } else if (!number(r->fields[value], &x)) {
      complain("no number", r->line);
    } else {
      struct row *row = row_of(&table, r->fields[key]);
      if (!row) {
        complain(strerror(ENOMEM), r->line);
        break;
      }
      row->min = row->count && row->min < x ? row->min : x;
      row->max = row->count && row->max > x ? row->max : x;
      row->sum += x;
      ++row->count;
    }
  }
  close(file);
  if (error)
    complain(strerror(error), 0);
  else if (key < 0)
    complain("no columns", 0);

  print_field(argv[1], strlen(argv[1]));
  printf(",count,sum,min,max\n");
  HASH_SORT(table, by_key);
  for (const struct row *row = table; row; row = row->hh.next) {
    print_field(row->key, row->size);
    printf(",%zu,%.15g,%.15g,%.15g\n", row->count, row->sum, row->min,
           row->max);
  }
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "csvtable: stdout: %s\n", strerror(errno));
    status = 1;
  }
  return status;
}
