// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the distributed programs have in common: counts by key that move between
// the ranks, and one line for what has failed.

#ifndef MPI_RANKS_H
#define MPI_RANKS_H

#include <stdio.h>
#include <yieldc/mpi.h>

#include "lines.h"

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
