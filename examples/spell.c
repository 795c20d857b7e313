// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words of a text that are not in a dictionary, which has one in each line,
// and for each the word that is nearest by edit distance. A mistake is made
// again and again: what was found for it is remembered. The status is 1 if
// there are mistakes.
//
//   yieldcc -O2 spell.c -o spell && ./spell /usr/share/dict/words letter.txt

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/iter.h>
#include <yieldc/memo.h>

#include "progress.h"

enum {
  LONGEST = 40,   ///< word; longer ones are not looked at
  MOST_EDITS = 2, ///< to what is suggested
  REMEMBERED = 4096
};

static int complain(const char *name, int code) {
  fprintf(stderr, "spell: %s: %s\n", name, strerror(code));
  return 2;
}

// ---- Words ------------------------------------------------------------------

struct word {
  char text[LONGEST + 1]; ///< in lower case
  int size;
  size_t line, column; ///< from 1
};

static bool is_letter(char c) {
  return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/// Finds the next word of a line, from `at` on, and returns what is behind it;
/// null if there is none.
static const char *next_word(struct word *w, const char *line, const char *at,
                             const char *end) {
  for (; at < end; ++at) {
    const char *begin = at;
    if (!is_letter(*at))
      continue;
    while (at < end && (is_letter(*at) || *at == '\''))
      ++at;
    while (at[-1] == '\'')
      --at;
    if (at - begin > LONGEST)
      continue;
    w->column = (size_t)(begin - line) + 1;
    w->size = (int)(at - begin);
    for (int i = 0; i < w->size; ++i)
      w->text[i] = (char)tolower((unsigned char)begin[i]);
    w->text[w->size] = '\0';
    return at;
  }
  return NULL;
}

/// The words of a file, each good until the next one. Fails with the code of a
/// read.
static generator(const struct word *) words(FILE *file) {
  __attribute__((cleanup(progress_end))) struct progress progress =
      progress_begin(size_of(fileno(file)), true);
  struct word w = {.line = 0};
  foreach (line, iter_lines(file)) {
    progress_step(&progress, line.size + 1);
    ++w.line;
    const char *at = line.text, *end = line.text + line.size;
    while ((at = next_word(&w, line.text, at, end)))
      yield & w;
  }
}

// ---- The dictionary ---------------------------------------------------------

struct entry {
  UT_hash_handle hh;
  struct entry *next; ///< of the same size
  int size;
  char text[];
};

static struct {
  struct entry *all, *of_size[LONGEST + 1];
} dictionary;

static bool is_known(const struct word *w) {
  struct entry *e;
  HASH_FIND(hh, dictionary.all, w->text, (size_t)w->size, e);
  return e;
}

/// False without memory.
static bool learn(const struct word *w) {
  if (is_known(w))
    return true;
  struct entry *e = malloc(sizeof *e + (size_t)w->size + 1);
  if (!e)
    return false;
  e->size = w->size;
  memcpy(e->text, w->text, (size_t)w->size + 1);
  HASH_ADD_KEYPTR(hh, dictionary.all, e->text, (size_t)e->size, e);
  if (!e->hh.tbl) {
    free(e);
    return false;
  }
  e->next = dictionary.of_size[e->size];
  dictionary.of_size[e->size] = e;
  return true;
}

static void forget_all(void) {
  struct entry *e = dictionary.all, *next;
  HASH_CLEAR(hh, dictionary.all);
  for (; e; e = next) {
    next = e->hh.next;
    free(e);
  }
}

/// The words of about a size: those of the same first.
static generator(const struct entry *) of_about(int size) {
  for (int i = 0; i <= 2 * MOST_EDITS; ++i) {
    int other = i % 2 ? size - (i + 1) / 2 : size + i / 2;
    if (other > 0 && other <= LONGEST)
      for (const struct entry *e = dictionary.of_size[other]; e; e = e->next)
        yield e;
  }
}

// ---- What was meant ---------------------------------------------------------

static int least(int a, int b, int c) {
  int least = a < b ? a : b;
  return least < c ? least : c;
}

/// How many letters must be put in, taken out or changed to make b of a; more
/// than `most` if it is more than that. One row of the table of Wagner and
/// Fischer, "The String-to-String Correction Problem", J. ACM 21 (1974).
static int distance(const char *a, int a_size, const char *b, int b_size,
                    int most) {
  int row[LONGEST + 1];
  for (int j = 0; j <= b_size; ++j)
    row[j] = j;
  for (int i = 1; i <= a_size; ++i) {
    int before = row[0], fewest = row[0] = i;
    for (int j = 1; j <= b_size; ++j) {
      int changed = before + (a[i - 1] != b[j - 1]);
      before = row[j];
      row[j] = least(changed, row[j - 1] + 1, row[j] + 1);
      if (row[j] < fewest)
        fewest = row[j];
    }
    if (fewest > most)
      return fewest;
  }
  return row[b_size];
}

/// The nearest word of the dictionary; null if none is near.
static memo_function(const char *, nearest, REMEMBERED, (const char *, text)) {
  const char *best = NULL;
  int size = (int)strlen(text), fewest = MOST_EDITS + 1;
  foreach (e, of_about(size)) {
    int edits = distance(text, size, e->text, e->size, fewest - 1);
    if (edits < fewest) {
      best = e->text;
      fewest = edits;
      if (fewest == 1)
        break; // there is no nearer one
    }
  }
  return best;
}

/// What is said of a word that is not in the dictionary; false if it can't be.
static bool tell(const struct word *w, const char *meant) {
  return printf("%zu:%zu: %s: %s%s%s\n", w->line, w->column, w->text,
                meant ? "did you mean '" : "not in the dictionary",
                meant ? meant : "", meant ? "'?" : "") >= 0;
}

int main(int argc, char **argv) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: spell DICTIONARY [FILE]\n");
    return 2;
  }
  FILE *file = fopen(argv[1], "r");
  if (!file)
    return complain(argv[1], errno);
  int error, status = 0;
  foreach (w, words(file), error)
    if (!learn(w)) {
      status = complain("dictionary", ENOMEM);
      break;
    }
  fclose(file);
  if (error)
    status = complain(argv[1], error);

  const char *name = argc == 3 ? argv[2] : "stdin";
  file = argc == 3 && !status ? fopen(name, "r") : stdin;
  if (!file)
    status = complain(name, errno);
  if (!status) {
    foreach (w, words(file), error) {
      if (is_known(w))
        continue;
      if (!tell(w, nearest(w->text)))
        break;
      status = 1;
    }
    if (error)
      status = complain(name, error);
    fclose(file);
  }
  memo_clear(nearest);
  forget_all();
  if (fflush(stdout) || ferror(stdout))
    status = complain("stdout", errno);
  return status;
}
