// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the distributed programs have in common: counts by key that move between
// the ranks, and one line for what has failed.

#ifndef MPI_RANKS_H
#define MPI_RANKS_H

#include "counters.h"

#include <stdio.h>
#include <sys/stat.h>
#include <yieldc/mpi.h>

enum { LONGEST_KEY = 1 << 14 }; ///< bytes; longer ones are cut

/// A key and its count, as they are sent.
struct count {
  struct text key; ///< good until the next one
  size_t count;
};

/// As bytes, in a buffer with so much room; a key that is longer is cut.
static inline struct mpi_bytes pack_count(struct count c, char *buffer,
                                          size_t room) {
  size_t size = (size_t)(c.key.end - c.key.begin);
  if (size > room - sizeof c.count)
    size = room - sizeof c.count;
  memcpy(buffer, &c.count, sizeof c.count);
  memcpy(buffer + sizeof c.count, c.key.begin, size);
  return (struct mpi_bytes){buffer, sizeof c.count + size};
}

static inline struct count unpack_count(struct mpi_bytes b) {
  struct count c;
  const char *data = b.data;
  memcpy(&c.count, data, sizeof c.count);
  c.key = (struct text){data + sizeof c.count, data + b.size};
  return c;
}

/// What a packed count belongs to.
static inline struct mpi_bytes key_of_count(struct mpi_bytes b) {
  return (struct mpi_bytes){(const char *)b.data + sizeof(size_t),
                            b.size - sizeof(size_t)};
}

/// What a rank has counted. Fails with `error`, if the rank has.
static generator(struct mpi_bytes) counted(const struct counter *all,
                                           int error) {
  char buffer[LONGEST_KEY];
  if (error)
    gen_fail(error);
  for (; all; all = all->hh.next) {
    struct text key = {all->key, all->key + all->hh.keylen};
    yield pack_count((struct count){key, all->count}, buffer, sizeof buffer);
  }
}

/// Adds the counts that come; 0, or why not.
static inline int add(struct counter **all,
                      generator(struct mpi_bytes) counts) {
  int error;
  foreach (b, counts, error) {
    struct count c = unpack_count(b);
    if (!count_more(all, c.key, c.count)) {
      error = ENOMEM;
      break;
    }
  }
  return error;
}

/// Why a file can't be read in parts; 0 if it can.
static inline int no_parts(const struct stat *about) {
  return S_ISREG(about->st_mode)   ? 0
         : S_ISDIR(about->st_mode) ? EISDIR
                                   : ESPIPE;
}

/// Whether some rank has failed; the first of those that have a reason of their
/// own says it. All ranks call this.
static inline bool have_failed(const char *program, const char *what,
                               int error) {
  int rank, mine, first;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  mine = error == 0 ? INT_MAX : error == ECANCELED ? INT_MAX - 1 : rank;
  MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  if (first == rank)
    fprintf(stderr, "%s: rank %d: %s: %s\n", program, rank, what,
            strerror(error));
  return first != INT_MAX;
}

#endif
