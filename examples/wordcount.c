// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How often each word occurs in a text: four generators in a row read lines,
// split them into words, fold their case and drop the short ones. Equal to
//
//   tr -cs A-Za-z '\n' < FILE | tr A-Z a-z | grep -E '.{N}' | LC_ALL=C sort |
//   uniq -c
//
//   yieldcc -O2 wordcount.c -o wordcount && ./wordcount 4 wordcount.c
//
// The counts are kept by the C library's tsearch: it grows as needed, where
// hsearch wants to know the number of words first, and its walk goes in the
// order of the words, where a hash table would have to be sorted at the end.

#define _GNU_SOURCE // tdestroy
#include <ctype.h>
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc.h>

struct line {
  char *begin, *end;
};

static void free_buffer(char **buffer) { free(*buffer); }

// Each line is valid, and may be written to, until the next one.
generator(struct line) lines(FILE *in) {
  __attribute__((cleanup(free_buffer))) char *buffer = NULL;
  size_t size = 0;
  ssize_t length;
  while ((length = getline(&buffer, &size, in)) >= 0)
    yield(struct line){buffer, buffer + length};
  if (!feof(in))
    gen_fail(errno);
}

generator(char *) words(generator(struct line) lines) {
  foreach (line, lines)
    for (char *c = line.begin; c < line.end; ++c)
      if (isalpha((unsigned char)*c)) {
        char *word = c;
        while (isalpha((unsigned char)*c))
          ++c;
        *c = '\0';
        yield word;
      }
}

generator(char *) folded(generator(char *) words) {
  foreach (word, words) {
    for (char *c = word; *c; ++c)
      *c = (char)tolower((unsigned char)*c);
    yield word;
  }
}

generator(char *) not_shorter(size_t length, generator(char *) words) {
  foreach (word, words)
    if (strlen(word) >= length)
      yield word;
}

struct tally {
  const char *word;
  long count;
};

static int by_word(const void *a, const void *b) {
  return strcmp(((const struct tally *)a)->word,
                ((const struct tally *)b)->word);
}

// False if there is no memory.
static bool count(void **table, const char *word) {
  struct tally key = {word, 0}, **found = tfind(&key, table, by_word);
  if (!found) {
    size_t size = strlen(word) + 1;
    struct tally *tally = malloc(sizeof *tally + size);
    if (!tally)
      return false;
    *tally = (struct tally){memcpy(tally + 1, word, size), 0};
    found = tsearch(tally, table, by_word);
    if (!found) {
      free(tally);
      return false;
    }
  }
  ++(*found)->count;
  return true;
}

static void print(const void *node, VISIT visit, int depth) {
  (void)depth;
  const struct tally *tally = *(struct tally *const *)node;
  if (visit == postorder || visit == leaf) // in order, as tsearch calls it
    printf("%7ld %s\n", tally->count, tally->word);
}

int main(int argc, char **argv) {
  char *end = "";
  long shortest = argc > 1 ? strtol(argv[1], &end, 10) : 1;
  if (argc > 3 || *end || shortest < 1) {
    fprintf(stderr,
            "usage: wordcount [N [FILE]]    words of N letters or more\n");
    return 2;
  }
  const char *name = argc > 2 ? argv[2] : "stdin";
  FILE *in = argc > 2 ? fopen(name, "r") : stdin;
  if (!in) {
    fprintf(stderr, "wordcount: %s: %s\n", name, strerror(errno));
    return 1;
  }

  void *table = NULL;
  int error;
  foreach (word, not_shorter((size_t)shortest, folded(words(lines(in)))), error)
    if (!count(&table, word)) {
      error = ENOMEM;
      break;
    }
  if (!error)
    twalk(table, print);
  tdestroy(table, free);
  fclose(in);
  if (error || fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "wordcount: %s: %s\n", error ? name : "stdout",
            strerror(error ? error : errno));
    return 1;
  }
}
