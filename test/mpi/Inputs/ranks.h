// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests of <yieldc/mpi.h> share.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/mpi.h>

static int rank, ranks;

/// Ends all ranks if it is not so.
#define EXPECT(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (fprintf(stderr, "%s:%d: rank %d of %d: not so: %s\n",        \
                          __FILE__, __LINE__, rank, ranks, #condition),        \
                  (void)MPI_Abort(MPI_COMM_WORLD, 1)))

static void begin(int *argc, char ***argv) {
  MPI_Init(argc, argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
}

static inline long sum_of_all(long x) {
  long all;
  MPI_Allreduce(&x, &all, 1, MPI_LONG, MPI_SUM, MPI_COMM_WORLD);
  return all;
}

static inline long itself(long x) { return x; }

/// After whatever was before, an exchange works.
static inline void works(void) {
  long found = 0;
  foreach (x, mpi_shuffle(itself, MPI_COMM_WORLD, iter_range(0L, 1000L)))
    found += x >= 0;
  EXPECT(sum_of_all(found) == 1000L * ranks);
}

/// Nothing is left over from an exchange, nor in another one's way: messages of
/// MPI_COMM_WORLD are not touched.
static void end(void) {
  int is_there;
  MPI_Barrier(MPI_COMM_WORLD);
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there,
             MPI_STATUS_IGNORE);
  EXPECT(!is_there);
  EXPECT(!yieldc_exchanges);
  MPI_Finalize();
}
