// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A rank that fails, or ends early, ends the exchange for all, with a code; and
// the next one works. What can't work fails on all ranks at once.
//
// REQUIRES: mpi
// RUN: %yieldcc -O0 -Wall -Wextra -Werror %s %mpi -o %t0 && %yieldcc -O2 -Wall -Wextra -Werror %s %mpi -o %t2
// RUN: for n in 2 3 %if all %{ 1 4 %}; do %mpirun -n $n %t2 || exit 1; done && %mpirun -n 3 %t0

#include "Inputs/ranks.h"

static long zero(long x) { return x - x; }

static generator(long) failing(long count, int code) {
  for (long i = 0; i < count; ++i)
    yield i;
  if (code)
    gen_fail(code);
}

enum kind { GATHER, SHUFFLE, TO_ONE, PIPELINE, KINDS };
static generator(long) exchange(enum kind kind, generator(long) g) {
  switch (kind) {
  case GATHER:
    return mpi_gather(0, MPI_COMM_WORLD, gen_move(g));
  case SHUFFLE:
    return mpi_shuffle(itself, MPI_COMM_WORLD, gen_move(g));
  case TO_ONE:
    return mpi_shuffle(zero, MPI_COMM_WORLD, gen_move(g));
  default:
    return mpi_shuffle(itself, MPI_COMM_WORLD,
                       mpi_scatter(ranks - 1, MPI_COMM_WORLD, gen_move(g)));
  }
}

static void source_fails(enum kind kind, int who, long after) {
  int error;
  foreach (x, exchange(kind, failing(rank == who ? after : 100000,
                                     rank == who ? EBADMSG : 0)),
           error)
    EXPECT(x >= 0);
  EXPECT(error == (rank == who ? EBADMSG : ECANCELED));
  works();
}

static void scatter_fails(int root, long after) {
  int error;
  foreach (x, mpi_scatter(root, MPI_COMM_WORLD, failing(after, EBADMSG)), error)
    EXPECT(x >= 0);
  EXPECT(error == (rank == root ? EBADMSG : ECANCELED));
  works();
}

/// Fails after so many values of a generator, and closes it.
static generator(long) failing_after(generator(long) g, long after, int code) {
  foreach (x, g) {
    if (code && after-- == 0)
      gen_fail(code);
    yield x;
  }
}

/// What lies between a scatter and a shuffle fails: its own reason is told, not
/// that the scatter was closed. (With less values it may get none.)
static void stage_fails(int who, long after, long count) {
  int error;
  foreach (x,
           mpi_shuffle(itself, MPI_COMM_WORLD,
                       failing_after(mpi_scatter(0, MPI_COMM_WORLD,
                                                 iter_range(0L, count)),
                                     after, rank == who ? EBADMSG : 0)),
           error)
    EXPECT(x >= 0);
  if (sum_of_all(error != 0) || count >= 100000)
    EXPECT(error == (rank == who ? EBADMSG : ECANCELED));
  works();
}

/// One rank takes so many values. The others end too; with EPIPE if they had
/// more for it.
static void leaves_early(enum kind kind, int who, long after, long count) {
  long left = after;
  int error, closed = 0;
  foreach (x, exchange(kind, iter_range(0L, count)), error) {
    EXPECT(x >= 0);
    if (rank == who && left-- == 0) {
      closed = 1;
      break;
    }
  }
  EXPECT(closed || error == 0 || error == EPIPE || error == ECANCELED);
  if (sum_of_all(closed) && ranks > 1 && kind == SHUFFLE && count >= 100000)
    EXPECT(closed || error == EPIPE);
  works();
}

/// Closed before, after the first value, and all ranks at once.
static void closed(enum kind kind) {
  gen_auto generator(long) never = exchange(kind, iter_range(0L, 10L));
  (void)never;
  generator(long) g = exchange(kind, iter_range(0L, 100000L));
  long x;
  bool has = gen_next(g, &x);
  (void)has;
  gen_close(g);
  works();
}

struct small {
  int x;
};
static struct small wrapped(long x) { return (struct small){(int)x}; }

static void mistakes(void) {
  int error;
  // Different tools, types and roots.
  if (ranks > 1) {
    if (rank == 0) {
      foreach (x, mpi_gather(0, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
        (void)x;
    } else {
      foreach (x, mpi_shuffle(itself, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
        (void)x;
    }
    EXPECT(error == EPROTO);
    if (rank == 0) {
      foreach (x, mpi_gather(0, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
        (void)x;
    } else {
      foreach (x, mpi_gather(0, MPI_COMM_WORLD,
                             iter_map(wrapped, iter_range(0L, 10L))),
               error)
        (void)x;
    }
    EXPECT(error == EPROTO);
    foreach (x, mpi_gather(rank == 1, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
      (void)x;
    EXPECT(error == EPROTO);
  }
  foreach (x, mpi_gather(ranks, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
    (void)x;
  EXPECT(error == EINVAL);
  foreach (x, mpi_scatter(-1, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
    (void)x;
  EXPECT(error == EINVAL);
  foreach (x, mpi_gather(0, MPI_COMM_NULL, iter_range(0L, 10L)), error)
    (void)x;
  EXPECT(error == EINVAL);

  // One in the other: only a scatter, as the source.
  foreach (x,
           mpi_shuffle(itself, MPI_COMM_WORLD,
                       mpi_shuffle(itself, MPI_COMM_WORLD, iter_range(0L, 10L))),
           error)
    (void)x;
  EXPECT(error == EDEADLK || error == ECANCELED);
  foreach (x,
           mpi_gather(0, MPI_COMM_WORLD,
                      mpi_shuffle(itself, MPI_COMM_WORLD, iter_range(0L, 10L))),
           error)
    (void)x;
  EXPECT(error == EDEADLK || error == ECANCELED);
  {
    gen_auto generator(long) g =
        mpi_shuffle(itself, MPI_COMM_WORLD, iter_range(0L, 100000L));
    long x;
    EXPECT(gen_next(g, &x));
    MPI_Barrier(MPI_COMM_WORLD);
    foreach (y, mpi_gather(0, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
      (void)y;
    EXPECT(error == EDEADLK);
  }
  works();
}

/// A null generator, made without memory, fails as it does in a foreach.
static void nothing_given(void) {
  generator(long) g = rank == 0 ? NULL : iter_range(0L, 10L);
  int error;
  foreach (x, mpi_shuffle(itself, MPI_COMM_WORLD, gen_move(g)), error)
    EXPECT(x >= 0);
  EXPECT(error == (rank == 0 ? ENOMEM : ECANCELED));
  works();
}

int main(int argc, char **argv) {
  int error;
  // Before MPI_Init.
  foreach (x, mpi_gather(0, MPI_COMM_WORLD, iter_range(0L, 10L)), error)
    (void)x;
  EXPECT(error == EINVAL);

  begin(&argc, &argv);
  for (int who = 0; who < ranks; ++who)
    for (long after = 0; after < 200000; after = 20 * after + 1) {
      for (enum kind kind = 0; kind < PIPELINE; ++kind)
        source_fails(kind, who, after);
      scatter_fails(who, after);
      if (after < 1000)
        for (long count = 1; count < 200000; count *= 100)
          stage_fails(who, after, count);
      for (enum kind kind = 0; kind < KINDS; ++kind)
        for (long count = 1; count < 200000; count *= 100)
          leaves_early(kind, who, after, count);
    }
  for (enum kind kind = 0; kind < KINDS; ++kind)
    closed(kind);
  mistakes();
  nothing_given();
  end();
}
