// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/weblog.c by hand: the same parts, but one loop over blocks in place
// of generators.

#define _GNU_SOURCE
#include <fcntl.h>

#define main weblog_main
#include "../../examples/weblog.c"
#undef main

static struct counter *pages, *minutes;
static size_t took[MOST_MS + 1], total, wrong;

static void take(struct text line) {
  struct request r;
  if (!parse(line, &r)) {
    wrong += line.begin < line.end;
    return;
  }
  ++total;
  ++took[r.ms < MOST_MS ? r.ms : MOST_MS];
  if (!count(&pages, r.page) ||
      (r.status >= 500 && !count(&minutes, r.minute))) {
    complain("pages", ENOMEM);
    exit(status);
  }
}

int main(int argc, char **argv) {
  int file = argc == 2 ? open(argv[1], O_RDONLY) : 0;
  size_t room = BLOCK, size = 0;
  char *block = malloc(room);
  ssize_t n;
  if (file < 0 || !block) {
    complain(argv[argc - 1], errno);
    return status;
  }
  while ((n = read(file, block + size, room - size)) > 0) {
    char *line = block, *end = block + size + n, *stop;
    for (char *from = block + size; (stop = memchr(from, '\n', end - from));
         line = from = stop + 1)
      take((struct text){line, stop});
    size = end - line;
    memmove(block, line, size);
    if (size == room && !(block = realloc(block, room *= 2))) {
      complain("line", errno);
      return status;
    }
  }
  if (size)
    take((struct text){block, block + size});
  report(&pages, &minutes, took, total, wrong);
  free(block);
  close(file);
  free_counters(&pages);
  free_counters(&minutes);
  return status;
}
