// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A rank whose values are not taken waits before it asks for more: how far it
// is ahead has a bound, which does not depend on how much there is. Each rank
// counts, in memory that they share, the values that its source has yielded.
//
// REQUIRES: mpi
// RUN: %yieldcc -O1 -Wall -Wextra -Werror %s %mpi -o %t
// RUN: for n in 2 3 4; do %mpirun -n $n %t || exit 1; done

#include "Inputs/ranks.h"
#include <time.h>

static volatile long *counts; // one for each rank
enum { BATCH = 65536, MOST_BATCHES = 3 };

static generator(long) counted(long count) {
  for (long i = 0; i < count; ++i) {
    ++counts[rank];
    yield i;
  }
}

static void sleep_ms(long ms) {
  struct timespec t = {.tv_nsec = ms * 1000000};
  nanosleep(&t, NULL);
}

/// What all have yielded.
static long yielded(void) {
  long sum = 0;
  for (int i = 0; i < ranks; ++i)
    sum += counts[i];
  return sum;
}

static void reset(void) {
  MPI_Barrier(MPI_COMM_WORLD);
  counts[rank] = 0;
  MPI_Barrier(MPI_COMM_WORLD);
}

static long zero(long x) { return x - x; }

/// Of a million values each, with one that takes them slowly at first.
static void ahead(generator(long) g) {
  long taken = 0, most = 0,
       bound = ranks * MOST_BATCHES * BATCH / (long)sizeof(long);
  int error;
  foreach (x, g, error) {
    EXPECT(x >= 0);
    // (Some of them long enough for all that could be sent.)
    if (++taken % 20000 == 1 && taken < 100000)
      sleep_ms(50);
    long lead = yielded() - taken;
    most = lead > most ? lead : most;
  }
  EXPECT(!error);
  // It is ahead, or this would be no test.
  if (taken > 500000)
    EXPECT(most > BATCH / (long)sizeof(long) && most <= bound);
}

int main(int argc, char **argv) {
  MPI_Win window;
  void *memory;
  MPI_Aint size;
  int unit;
  begin(&argc, &argv);
  MPI_Win_allocate_shared(rank ? 0 : (MPI_Aint)sizeof *counts * ranks,
                          sizeof *counts, MPI_INFO_NULL, MPI_COMM_WORLD,
                          &memory, &window);
  MPI_Win_shared_query(window, 0, &size, &unit, &memory);
  counts = memory;
  reset();
  ahead(mpi_gather(0, MPI_COMM_WORLD, counted(1000000)));
  reset();
  ahead(mpi_shuffle(zero, MPI_COMM_WORLD, counted(1000000)));
  reset();
  // Of a scatter the others get few at a time, as long as they are slow.
  long taken = 0, most = 0;
  foreach (x, mpi_scatter(0, MPI_COMM_WORLD, counted(rank ? 0 : 1000000))) {
    if (x < 100)
      sleep_ms(20);
    if (x < 50 && counts[0] - x > most)
      most = counts[0] - x;
    ++taken;
  }
  EXPECT(most < 20 * ranks);
  EXPECT(sum_of_all(taken) == 1000000);
  MPI_Barrier(MPI_COMM_WORLD);
  MPI_Win_free(&window);
  end();
}
