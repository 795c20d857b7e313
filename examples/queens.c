// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All ways to put N queens on a board of N by N, 8 unless given, so that none
// attacks another: for each row the column of its queen, and how many there are
// at the end.
//
//   yieldcc -O2 queens.c -o queens && ./queens 6

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/iter.h>

enum { MOST = 20 };

/// What the rows before one leave to it: bits are columns.
struct row {
  unsigned columns, left, right; ///< attacked: straight down, down to a side
  unsigned free;                 ///< not tried yet
};

/// The column of each row, from 0; good until the next one is asked for. n is
/// from 1 to MOST.
static generator(const int *) queens(int n) {
  unsigned all = (1u << n) - 1;
  struct row rows[MOST + 1] = {{.free = all}};
  int column[MOST], at = 0;
  while (at >= 0) {
    struct row *row = &rows[at];
    unsigned bit = row->free & -row->free;
    if (!bit) {
      --at; // nothing is left to try in this row: back
      continue;
    }
    row->free ^= bit;
    column[at] = __builtin_ctz(bit);
    if (at + 1 == n) {
      yield column;
      continue;
    }
    struct row next = {row->columns | bit, (row->left | bit) << 1,
                       (row->right | bit) >> 1, 0};
    next.free = all & ~(next.columns | next.left | next.right);
    rows[++at] = next;
  }
}

int main(int argc, char **argv) {
  char *end = "";
  long n = argc == 2 ? strtol(argv[1], &end, 10) : 8;
  if (argc > 2 || *end || n < 1 || n > MOST) {
    fprintf(stderr, "usage: queens [N], N from 1 to %d\n", MOST);
    return 2;
  }
  size_t count = 0;
  foreach (column, queens((int)n)) {
    for (int row = 0; row < n; ++row)
      printf("%d%c", column[row] + 1, row + 1 < n ? ' ' : '\n');
    if (ferror(stdout))
      break;
    ++count;
  }
  printf("%zu solutions\n", count);
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "queens: stdout: %s\n", strerror(errno));
    return 2;
  }
}
