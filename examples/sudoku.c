// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Solves Sudokus: one in each line, 81 characters, with '.' or '0' for what is
// not known. Each solution is a line; that there is none, or more than one, is
// said on stderr, and the status is 1 then.
//
//   yieldcc -O2 sudoku.c -o sudoku && ./sudoku puzzles

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yieldc/iter.h>

#include "progress.h"

enum { CELLS = 81, ALL = 0x1ff };

/// Digits are bits: 1 is the first.
struct board {
  short row[9], column[9], box[9]; ///< the digits that are not in it yet
  char digit[CELLS + 1];           ///< as text; '.': none
};

static int box_of(int cell) { return cell / 27 * 3 + cell % 9 / 3; }

static int candidates(const struct board *b, int cell) {
  return b->row[cell / 9] & b->column[cell % 9] & b->box[box_of(cell)];
}

/// Puts a digit into a cell, or takes it out.
static void flip(struct board *b, int cell, int bit) {
  b->row[cell / 9] ^= bit;
  b->column[cell % 9] ^= bit;
  b->box[box_of(cell)] ^= bit;
}

/// The empty cell with the fewest candidates; -1 if none is empty.
static int tightest(const struct board *b) {
  int best = -1, fewest = 10;
  for (int cell = 0; cell < CELLS; ++cell)
    if (b->digit[cell] == '.') {
      int count = __builtin_popcount(candidates(b, cell));
      if (count < fewest)
        best = cell, fewest = count;
      if (count < 2)
        break;
    }
  return best;
}

/// All solutions, one after the other, each good until the next one is asked
/// for; at the end *b is as it was. Fails with ENOMEM.
static generator(const char *) solutions(struct board *b) {
  int cell = tightest(b);
  if (cell < 0) {
    yield b->digit;
    return;
  }
  for (int left = candidates(b, cell); left; left &= left - 1) {
    int bit = left & -left;
    b->digit[cell] = (char)('1' + __builtin_ctz(bit));
    flip(b, cell, bit);
    yield from solutions(b);
    flip(b, cell, bit);
    b->digit[cell] = '.';
  }
}

/// What is wrong with a line; null if it is a puzzle, which is then in *b.
static const char *read_board(struct board *b, struct iter_line line) {
  b->digit[CELLS] = '\0';
  for (int i = 0; i < 9; ++i)
    b->row[i] = b->column[i] = b->box[i] = ALL;
  if (line.size != CELLS)
    return "a puzzle has 81 characters";
  for (int cell = 0; cell < CELLS; ++cell) {
    char c = line.text[cell];
    b->digit[cell] = c == '0' ? '.' : c;
    if (c == '.' || c == '0')
      continue;
    if (c < '1' || c > '9')
      return "a puzzle has only digits and '.'";
    int bit = 1 << (c - '1');
    if (!(candidates(b, cell) & bit))
      return "a digit is there twice in a row, column or box";
    flip(b, cell, bit);
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 2) {
    fprintf(stderr, "usage: sudoku [FILE]\n");
    return 2;
  }
  const char *name = argc == 2 ? argv[1] : "stdin";
  FILE *file = argc == 2 ? fopen(name, "r") : stdin;
  if (!file) {
    fprintf(stderr, "sudoku: %s: %s\n", name, strerror(errno));
    return 2;
  }
  int status = 0, error;
  size_t number = 0;
  struct progress progress = progress_begin(size_of(fileno(file)), true);
  foreach (line, iter_lines(file), error) {
    struct board b;
    char first[CELLS + 1];
    int found = 0, failed = 0;
    const char *wrong = read_board(&b, line);
    ++number;
    if (!wrong) {
      // No more than two are looked for.
      foreach (solution, solutions(&b), failed)
        if (found++)
          break;
        else
          memcpy(first, solution, sizeof first);
      if (failed)
        wrong = strerror(failed);
      else if (found != 1)
        wrong = found ? "there is more than one solution" : "no solution";
    }
    if (found)
      puts(first);
    if (wrong) {
      fprintf(stderr, "%s:%zu: %s\n", name, number, wrong);
      status = 1;
    }
    if (ferror(stdout))
      break;
    progress_step(&progress, line.size + 1);
  }
  progress_end(&progress);
  if (error) {
    fprintf(stderr, "sudoku: %s: %s\n", name, strerror(error));
    status = 2;
  }
  fclose(file);
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "sudoku: stdout: %s\n", strerror(errno));
    status = 2;
  }
  return status;
}
