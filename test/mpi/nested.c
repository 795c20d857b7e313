// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scatter as part of a shuffle's source: what it yields stays as it is while
// a stage between them looks at it, whatever the others do; ended early, late
// or never begun, it makes nobody wait, and what is lost is told.
//
// REQUIRES: mpi
// RUN: %yieldcc -O1 -g -Wall -Wextra -Werror %s %mpi -o %t
// RUN: for n in 1 2 3 4; do %mpirun -n $n %t || exit 1; done
// RUN: %if sanitizers %{ %yieldcc -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all %s %mpi -o %t.asan && env ASAN_OPTIONS=detect_leaks=0 %mpirun -n 3 %t.asan %}

#include "Inputs/ranks.h"


// ---- What it yields -----------------------------------------------------------

/// Each in the buffer of the one before, as lines are.
static generator(struct mpi_bytes) in_one_buffer(long count, size_t size) {
  char *buffer = malloc(size);
  for (long i = 0; i < count; ++i) {
    memset(buffer, 'a' + (int)(i % 26), size);
    yield((struct mpi_bytes){buffer, size});
  }
  free(buffer);
}

/// Looks at a value while it yields many. One rank leaves after its first.
static generator(long) looked_at(generator(struct mpi_bytes) g, int leaves) {
  foreach (b, g) {
    const char *data = b.data;
    char first = data[0];
    for (long i = 0; i < 20000; ++i) {
      EXPECT(data[(size_t)i * 7 % b.size] == first);
      yield i;
    }
    if (rank == leaves)
      break;
  }
}

static void values(size_t size, int leaves) {
  generator(struct mpi_bytes) g = rank == 0 ? in_one_buffer(40, size) : NULL;
  int error;
  foreach (x,
           mpi_shuffle(itself, MPI_COMM_WORLD,
                       looked_at(mpi_scatter(0, MPI_COMM_WORLD, gen_move(g)),
                                 leaves)),
           error)
    EXPECT(x >= 0);
  EXPECT(leaves >= 0 || !error);
  works();
}

// ---- When it ends -------------------------------------------------------------

/// One rank takes so many of a few. If any is lost, some rank fails.
static void ends_early(int who, size_t most, long count) {
  long found = 0;
  int error;
  generator(long) g = mpi_scatter(0, MPI_COMM_WORLD, iter_range(0L, count));
  foreach (x,
           mpi_shuffle(itself, MPI_COMM_WORLD,
                       iter_take(rank == who ? most : 1000000, gen_move(g))),
           error)
    found += x >= 0;
  EXPECT(error == 0 || error == EPIPE || error == ECANCELED || error == EPROTO);
  if (sum_of_all(error == 0) == ranks)
    EXPECT(sum_of_all(found) == count || ranks == 1);
  else
    EXPECT(sum_of_all(error == EPIPE || error == EPROTO) > 0);
  works();
}

/// It must be what the source begins with, and alone.
static void not_first(generator(long) before) {
  int error;
  foreach (x,
           mpi_shuffle(
               itself, MPI_COMM_WORLD,
               iter_chain(before, mpi_scatter(0, MPI_COMM_WORLD,
                                              iter_range(0L, 20000L)))),
           error)
    EXPECT(x >= 0);
  EXPECT(error == EDEADLK || error == ECANCELED);
  EXPECT(sum_of_all(error == EDEADLK) > 0);
  works();
}

/// One rank's source has none.
static void without(int who) {
  int error;
  generator(long) g = rank == who
                          ? iter_range(0L, 0L)
                          : mpi_scatter(0, MPI_COMM_WORLD, iter_range(0L, 9L));
  foreach (x, mpi_shuffle(itself, MPI_COMM_WORLD, gen_move(g)), error)
    EXPECT(x >= 0);
  EXPECT(error == (ranks == 1 ? 0 : rank == who ? EPROTO : ECANCELED));
  works();
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  for (int leaves = -1; leaves < ranks; ++leaves) {
    values(1000, leaves);
    values(300000, leaves);
  }
  for (int who = 0; who < ranks; ++who)
    for (size_t most = 0; most < 100; most = 3 * most + 1)
      for (long count = 1; count < 50000; count *= 6)
        ends_early(who, most, count);
  for (long count = 1; count < 100000; count *= 20)
    not_first(iter_range(0L, count));
  not_first(iter_range(0L, rank ? 100000L : 1L));
  for (long count = 0; count < 30000; count = 20 * count + 1)
    not_first(mpi_scatter(0, MPI_COMM_WORLD, iter_range(0L, count)));
  for (int who = 0; who < ranks; ++who)
    without(who);
  end();
}
