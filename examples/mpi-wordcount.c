// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How often each word of N letters or more occurs in some files: wordcount.c
// for several machines, or several processors of one. The root deals out pieces
// of the files, a rank reads those that it gets, and each word is counted by
// the rank that owns it. The output is that of wordcount.c.
//
//   yieldcc -O2 mpi-wordcount.c $(pkg-config --cflags --libs ompi-c) \
//     -o mpi-wordcount && mpirun -n 4 ./mpi-wordcount 4 *.txt

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>

#include "mpi-ranks.h"

enum {
  PIECE = 1 << 22,
  LONGEST = 100, ///< word that is told from others
  PACKED = LONGEST + sizeof(size_t),
  SLOTS = 1 << 12
};

static const char *reading = "files"; ///< where it can fail

/// A part of a file: of its lines those that begin there.
struct piece {
  int file; ///< its number on the command line
  long long from, to;
};

/// Fails with the code of a file that can't be read in pieces.
static generator(struct piece) pieces(char **names) {
  for (int i = 0; names[i]; ++i) {
    struct stat about;
    reading = names[i];
    if (stat(names[i], &about))
      gen_fail(errno);
    if (no_parts(&about))
      gen_fail(no_parts(&about));
    for (long long at = 0; at < about.st_size; at += PIECE)
      yield((struct piece){i, at, at + PIECE});
  }
}

static void close_file(const int *file) { close(*file); }

static generator(struct text) lines_of_pieces(char **names,
                                              generator(struct piece) pieces) {
  foreach (piece, pieces) {
    __attribute__((cleanup(close_file))) int file =
        open(names[piece.file], O_RDONLY);
    reading = names[piece.file];
    if (file < 0)
      gen_fail(errno);
    yield from lines_between(file, piece.from, piece.to);
  }
}

/// The words of at least so many letters, in lower case; of longer ones than
/// LONGEST the beginning.
static generator(struct text) words(long shortest,
                                    generator(struct text) lines) {
  char word[LONGEST];
  foreach (line, lines)
    for (const char *p = line.begin; p < line.end; ++p) {
      const char *begin = p;
      int size = 0;
      for (; p < line.end && isalpha((unsigned char)*p); ++p)
        if (size < LONGEST)
          word[size++] = (char)tolower((unsigned char)*p);
      if (p > begin && p - begin >= shortest)
        yield((struct text){word, word + size});
    }
}

// ---- Counts -----------------------------------------------------------------

struct slot {
  size_t count;
  int size;
  char word[LONGEST];
};

static void free_slots(struct slot **slots) { free(*slots); }

/// Each word with how often it came lately: those that come often come
/// together, in a table of a fixed size. Where there is another word, that is
/// handed on.
static generator(struct mpi_bytes) combined(generator(struct text) words) {
  __attribute__((cleanup(free_slots))) struct slot *slots =
      calloc(SLOTS, sizeof *slots);
  char buffer[PACKED];
  if (!slots)
    gen_fail(ENOMEM);
  foreach (word, words) {
    unsigned hash = 0;
    int size = (int)(word.end - word.begin);
    for (const char *p = word.begin; p < word.end; ++p)
      hash = 31 * hash + (unsigned char)*p;
    struct slot *s = &slots[hash % SLOTS];
    if (s->count && (s->size != size || memcmp(s->word, word.begin, size))) {
      struct text old = {s->word, s->word + s->size};
      yield pack_count((struct count){old, s->count}, buffer, PACKED);
      s->count = 0;
    }
    if (!s->count++) {
      memcpy(s->word, word.begin, size);
      s->size = size;
    }
  }
  for (struct slot *s = slots; s < slots + SLOTS; ++s)
    if (s->count) {
      struct text word = {s->word, s->word + s->size};
      yield pack_count((struct count){word, s->count}, buffer, PACKED);
    }
}

static int by_word(struct counter *a, struct counter *b) {
  return strcmp(a->key, b->key);
}

/// Whether it has failed.
static bool count_words(long shortest, char **names) {
  __attribute__((cleanup(free_counters))) struct counter *owned = NULL;
  __attribute__((cleanup(free_counters))) struct counter *all = NULL;
  generator(struct piece) mine = mpi_scatter(0, MPI_COMM_WORLD, pieces(names));
  generator(struct mpi_bytes) counts =
      combined(words(shortest, lines_of_pieces(names, mine)));
  int error = add(&owned, mpi_shuffle(key_of_count, MPI_COMM_WORLD, counts));
  if (have_failed("mpi-wordcount", reading, error))
    return true;
  error = add(&all, mpi_gather(0, MPI_COMM_WORLD, counted(owned, 0)));
  if (have_failed("mpi-wordcount", "counts", error))
    return true;
  HASH_SORT(all, by_word);
  for (const struct counter *c = all; c; c = c->hh.next)
    printf("%7zu %s\n", c->count, c->key);
  if (!fflush(stdout) && !ferror(stdout))
    return false;
  fprintf(stderr, "mpi-wordcount: stdout: %s\n", strerror(errno));
  return true;
}

int main(int argc, char **argv) {
  int rank;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  char *end = "";
  long shortest = argc > 1 ? strtol(argv[1], &end, 10) : 0;
  int status = 2;
  if (argc > 2 && !*end && shortest > 0)
    status = count_words(shortest, argv + 2);
  else if (rank == 0)
    fprintf(stderr, "usage: mpi-wordcount N FILE...\n");
  MPI_Finalize();
  return status;
}
