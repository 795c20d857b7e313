// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/csvtable.c by hand: the same parts, but one loop over blocks in
// place of generators, for a file that has no errors.

#define main csvtable_main
#include "../../examples/csvtable.c"
#undef main

static struct row *table;
static int key = -1, value = -1;

static void take(struct text line, char **names) {
  static struct record r;
  double x;
  if (line.end > line.begin && line.end[-1] == '\r')
    --line.end;
  for (r.count = 0; line.begin; ++r.count)
    if (r.count == MOST_FIELDS || take_field(&line, &r.fields[r.count]))
      exit(1);
  if (key < 0) {
    key = column(&r, names[0]);
    value = column(&r, names[1]);
    if (key < 0 || value < 0)
      exit(1);
    return;
  }
  struct row *row;
  if (r.count <= key || r.count <= value || !number(r.fields[value], &x) ||
      !(row = row_of(&table, r.fields[key])))
    exit(1);
  row->min = row->count && row->min < x ? row->min : x;
  row->max = row->count && row->max > x ? row->max : x;
  row->sum += x;
  ++row->count;
}

int main(int argc, char **argv) {
  int file = argc == 4 ? open(argv[3], O_RDONLY) : -1;
  size_t room = BLOCK, size = 0;
  char *block = malloc(room);
  bool in_quotes = false;
  ssize_t n;
  if (file < 0 || !block)
    return 1;
  while ((n = read(file, block + size, room - size)) > 0) {
    char *line = block, *from = block + size, *end = from + n, *stop;
    while ((stop = memchr(from, '\n', end - from))) {
      for (char *q = from; (q = memchr(q, '"', stop - q)); ++q)
        in_quotes = !in_quotes;
      from = stop + 1;
      if (in_quotes)
        continue;
      take((struct text){line, stop}, argv + 1);
      line = from;
    }
    for (char *q = from; (q = memchr(q, '"', end - q)); ++q)
      in_quotes = !in_quotes;
    size = end - line;
    memmove(block, line, size);
    if (size == room && !(block = realloc(block, room *= 2)))
      return 1;
  }
  if (size)
    take((struct text){block, block + size}, argv + 1);
  print_field(argv[1], strlen(argv[1]));
  printf(",count,sum,min,max\n");
  HASH_SORT(table, by_key);
  for (const struct row *row = table; row; row = row->hh.next) {
    print_field(row->key, row->size);
    printf(",%zu,%.15g,%.15g,%.15g\n", row->count, row->sum, row->min,
           row->max);
  }
  free(block);
  free_rows(&table);
  return 0;
}
