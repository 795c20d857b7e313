// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/mergelines.c by hand: a heap of the files, by the lines that they
// are at, for FILEs without errors.

#define _GNU_SOURCE
#define main mergelines_main
#include "../../examples/mergelines.c"
#undef main

struct source {
  FILE *file;
  struct iter_line line;
  size_t room;
  int number; ///< of equal lines the one of the first file comes first
};

static bool next(struct source *s) {
  ssize_t n = getline(&s->line.text, &s->room, s->file);
  if (n < 0)
    return false;
  s->line.size = (size_t)n - (s->line.text[n - 1] == '\n');
  return true;
}

static bool before(const struct source *a, const struct source *b) {
  struct iter_line x = a->line, y = b->line;
  int order = memcmp(x.text, y.text, x.size < y.size ? x.size : y.size);
  return order              ? order < 0
         : x.size != y.size ? x.size < y.size
                            : a->number < b->number;
}

/// Puts heap[at] where it belongs below.
static void sink(struct source **heap, size_t count, size_t at) {
  struct source *s = heap[at];
  for (size_t child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && before(heap[child + 1], heap[child]))
      ++child;
    if (!before(heap[child], s))
      break;
    heap[at] = heap[child];
  }
  heap[at] = s;
}

int main(int argc, char **argv) {
  size_t count = 0;
  struct source *all = calloc((size_t)argc, sizeof *all);
  struct source **heap = calloc((size_t)argc, sizeof *heap);
  for (int i = 1; i < argc; ++i) {
    struct source *s = &all[i - 1];
    *s = (struct source){.file = fopen(argv[i], "r"), .number = i};
    if (!s->file)
      return 2;
    if (next(s))
      heap[count++] = s;
  }
  for (size_t i = count / 2; i-- > 0;)
    sink(heap, count, i);
  while (count) {
    struct source *s = heap[0];
    s->line.text[s->line.size] = '\n';
    fwrite(s->line.text, 1, s->line.size + 1, stdout);
    if (!next(s))
      heap[0] = heap[--count];
    if (count)
      sink(heap, count, 0);
  }
  for (int i = 0; i < argc - 1; ++i) {
    free(all[i].line.text);
    fclose(all[i].file);
  }
  free(all);
  free(heap);
  return 0;
}
