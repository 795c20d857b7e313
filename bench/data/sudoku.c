// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/sudoku.c by hand: a recursive function that calls back for each
// solution, for a FILE without errors.

#define main sudoku_main
#include "../../examples/sudoku.c"
#undef main
#include <stdlib.h>

/// Ends, with true, where solution() returns true.
static bool solve(struct board *b, bool (*solution)(const char *, void *),
                  void *arg) {
  int cell = tightest(b);
  if (cell < 0)
    return solution(b->digit, arg);
  for (int left = candidates(b, cell); left; left &= left - 1) {
    int bit = left & -left;
    b->digit[cell] = (char)('1' + __builtin_ctz(bit));
    flip(b, cell, bit);
    if (solve(b, solution, arg))
      return true;
    flip(b, cell, bit);
    b->digit[cell] = '.';
  }
  return false;
}

struct found {
  int count;
  char first[CELLS + 1];
};

static bool keep(const char *digits, void *arg) {
  struct found *f = arg;
  if (f->count++)
    return true;
  memcpy(f->first, digits, sizeof f->first);
  return false;
}

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  if (!file)
    return 2;
  while ((n = getline(&line, &room, file)) > 0) {
    struct board b;
    struct found f = {0};
    if (read_board(&b, (struct iter_line){line, (size_t)n - 1}))
      return 1;
    solve(&b, keep, &f);
    if (f.count == 0)
      return 1;
    puts(f.first);
  }
  free(line);
  fclose(file);
  return 0;
}
