// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/queens.c by hand: what the generator does stands in the loop that
// prints.

#define main queens_main
#include "../../examples/queens.c"
#undef main

int main(int argc, char **argv) {
  int n = argc == 2 ? atoi(argv[1]) : 8;
  size_t count = 0;
  unsigned all = (1u << n) - 1;
  struct row rows[MOST + 1] = {{.free = all}};
  int column[MOST], at = 0;
  while (at >= 0) {
    struct row *row = &rows[at];
    unsigned bit = row->free & -row->free;
    if (!bit) {
      --at;
      continue;
    }
    row->free ^= bit;
    column[at] = __builtin_ctz(bit);
    if (at + 1 == n) {
      for (int i = 0; i < n; ++i)
        printf("%d%c", column[i] + 1, i + 1 < n ? ' ' : '\n');
      if (ferror(stdout))
        break;
      ++count;
      continue;
    }
    struct row next = {row->columns | bit, (row->left | bit) << 1,
                       (row->right | bit) >> 1, 0};
    next.free = all & ~(next.columns | next.left | next.right);
    rows[++at] = next;
  }
  printf("%zu solutions\n", count);
  return 0;
}
