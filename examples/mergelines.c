// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Merges files whose lines are in order (of their bytes), like
// LC_ALL=C sort -m FILE...; "-" is stdin. However long the files are, one line
// of each is in memory.
//
//   yieldcc -O2 mergelines.c -o mergelines && ./mergelines a.log b.log c.log

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/iter.h>

#include "progress.h"

typedef generator(const struct iter_line *) lines;

static int status = 0;

static void complain(const char *name, int code) {
  fprintf(stderr, "mergelines: %s: %s\n", name, strerror(code));
  status = 2;
}

/// The lines of a file, up to where it can't be read any more.
static lines lines_of(FILE *file, const char *name) {
  int error;
  foreach (line, iter_lines(file), error)
    yield & line;
  if (error)
    complain(name, error);
}

static bool comes_first(const struct iter_line *a, const struct iter_line *b) {
  int order = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);
  return order ? order < 0 : a->size <= b->size;
}

/// The lines of two that are in order; of equal ones those of a come first.
static lines merge(lines a, lines b) {
  const struct iter_line *x, *y;
  bool has_x = gen_next(a, &x), has_y = gen_next(b, &y);
  while (has_x && has_y)
    if (comes_first(x, y)) {
      yield x;
      has_x = gen_next(a, &x);
    } else {
      yield y;
      has_y = gen_next(b, &y);
    }
  // What has ended may have failed; the other one is handed on as it is.
  int error = has_x ? gen_error(b) : gen_error(a);
  if (has_x) {
    yield x;
    yield from a;
  } else if (has_y) {
    yield y;
    yield from b;
  } else if (!error) {
    error = gen_error(b);
  }
  if (error)
    gen_fail(error);
}

/// A tree of merges, as deep as log2(count).
static lines merge_all(FILE **files, char **names, size_t count) {
  size_t half = count / 2;
  if (count == 1)
    return lines_of(files[0], names[0]);
  return merge(merge_all(files, names, half),
               merge_all(files + half, names + half, count - half));
}

static void free_files(FILE ***files) { free(*files); }

int main(int argc, char **argv) {
  size_t count = (size_t)argc - 1;
  if (argc < 2) {
    fprintf(stderr, "usage: mergelines FILE...\n");
    return 2;
  }
  __attribute__((cleanup(free_files))) FILE **files =
      malloc(count * sizeof *files);
  if (!files) {
    complain("files", ENOMEM);
    return status;
  }
  double size = 0; // of all
  // What is not there is told before anything is written.
  for (size_t i = 0; i < count; ++i) {
    bool is_stdin = !strcmp(argv[i + 1], "-");
    files[i] = is_stdin ? stdin : fopen(argv[i + 1], "r");
    if (!files[i]) {
      complain(argv[i + 1], errno);
      return status;
    }
    size += size_of(fileno(files[i]));
  }

  struct progress progress = progress_begin(size, true);
  int error;
  foreach (line, merge_all(files, argv + 1, count), error) {
    line->text[line->size] = '\n'; // in place of its end
    if (fwrite(line->text, 1, line->size + 1, stdout) != line->size + 1)
      break;
    progress_step(&progress, line->size + 1);
  }
  progress_end(&progress);
  if (error)
    complain("lines", error);
  for (size_t i = 0; i < count; ++i)
    fclose(files[i]);
  if (fflush(stdout) || ferror(stdout))
    complain("stdout", errno);
  return status;
}
