// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/jsonlines.c by hand: the same parts, but one loop over getline() in
// place of generators, for PATH >= VALUE FILE without errors.

#define _GNU_SOURCE
#define main jsonlines_main
#include "../../examples/jsonlines.c"
#undef main

int main(int argc, char **argv) {
  struct condition c = {.count = 0, .operation = ">="};
  json_error_t wrong;
  FILE *file = argc == 5 ? fopen(argv[4], "r") : NULL;
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  if (!file)
    return 1;
  for (char *step = strtok(argv[1], "."); step; step = strtok(NULL, "."))
    c.steps[c.count++] = step;
  c.value = json_loads(argv[3], JSON_DECODE_ANY, &wrong);
  while ((n = getline(&line, &room, file)) > 0) {
    json_t *value = json_loadb(line, n, JSON_DECODE_ANY, &wrong);
    if (!value)
      return 1;
    if (holds((struct object){{line, n}, value}, &c))
      fwrite(line, 1, n, stdout);
    json_decref(value);
  }
  free(line);
  fclose(file);
  json_decref(c.value);
  return 0;
}
