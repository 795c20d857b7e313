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
  const char *wrong;
  FILE *file = argc == 5 ? fopen(argv[4], "r") : NULL;
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  if (!file)
    return 1;
  for (char *step = strtok(argv[1], "."); step; step = strtok(NULL, "."))
    c.steps[c.count++] = step;
  c.value = cJSON_Parse(argv[3]);
  while ((n = getline(&line, &room, file)) > 0) {
    line[n - 1] = '\0';
    cJSON *value = cJSON_ParseWithLengthOpts(line, (size_t)n, &wrong, true);
    if (!value)
      return 1;
    if (holds((struct object){{line, (size_t)n - 1}, value}, &c))
      line[n - 1] = '\n', fwrite(line, 1, (size_t)n, stdout);
    cJSON_Delete(value);
  }
  free(line);
  fclose(file);
  cJSON_Delete(c.value);
  return 0;
}
