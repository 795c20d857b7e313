// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// examples/spell.c by hand: the same dictionary and distance, but one loop over
// getline() that calls back for each word, and a cache of its own in place of
// memo_function, for a DICTIONARY and a FILE without errors.

#define _GNU_SOURCE
#define main spell_main
#include "../../examples/spell.c"
#undef main

struct kept {
  UT_hash_handle hh;
  const char *meant;
  char text[];
};

static const char *find_nearest(const char *text, int size) {
  static struct kept *cache; // the oldest first
  struct kept *k;
  HASH_FIND(hh, cache, text, (size_t)size, k);
  if (k) {
    HASH_DEL(cache, k);
    HASH_ADD_KEYPTR(hh, cache, k->text, (size_t)size, k);
    return k->meant;
  }
  const char *best = NULL;
  int fewest = MOST_EDITS + 1;
  for (int i = 0; i <= 2 * MOST_EDITS && fewest > 1; ++i) {
    int other = i % 2 ? size - (i + 1) / 2 : size + i / 2;
    if (other < 1 || other > LONGEST)
      continue;
    for (struct entry *e = dictionary.of_size[other]; e; e = e->next) {
      int edits = distance(text, size, e->text, e->size, fewest - 1);
      if (edits < fewest) {
        best = e->text;
        fewest = edits;
        if (fewest == 1)
          break;
      }
    }
  }
  if (HASH_COUNT(cache) == REMEMBERED) {
    k = cache;
    HASH_DEL(cache, k);
    free(k);
  }
  k = malloc(sizeof *k + (size_t)size + 1);
  memcpy(k->text, text, (size_t)size + 1);
  k->meant = best;
  HASH_ADD_KEYPTR(hh, cache, k->text, (size_t)size, k);
  return best;
}

static void check(const struct word *w) {
  if (is_known(w))
    return;
  tell(w, find_nearest(w->text, w->size));
}

static void add(const struct word *w) { learn(w); }

static bool each_word(const char *name, void (*call)(const struct word *)) {
  FILE *file = fopen(name, "r");
  if (!file)
    return false;
  struct word w = {.line = 0};
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  while ((n = getline(&line, &room, file)) > 0) {
    ++w.line;
    const char *at = line;
    while ((at = next_word(&w, line, at, line + n)))
      call(&w);
  }
  free(line);
  fclose(file);
  return true;
}

int main(int argc, char **argv) {
  if (argc != 3 || !each_word(argv[1], add) || !each_word(argv[2], check))
    return 2;
  forget_all();
  return 0;
}
