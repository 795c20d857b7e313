// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The n-th allocation of one rank fails, for every n: all ranks end, those that
// don't fail with ENOMEM with ECANCELED, and all memory is given back.
//
// REQUIRES: mpi
// RUN: %yieldcc -O1 -Wall -Wextra -Werror %s %mpi -o %t
// RUN: for n in 1 2 3; do %mpirun -n $n %t || exit 1; done

#include "Inputs/ranks.h"

static size_t live, left = (size_t)-1; // bytes allocated; until one fails

void *gen_allocate(size_t size, size_t align) {
  (void)align;
  if (left-- == 0)
    return NULL;
  live += size;
  return malloc(size);
}
void gen_release(void *memory, size_t size, size_t align) {
  (void)align;
  live -= size;
  free(memory);
}

static struct mpi_bytes bytes_of(long x) {
  static char data[100000];
  return (struct mpi_bytes){data, x % 100 ? (size_t)x % 1000 : sizeof data};
}
static size_t size_of(struct mpi_bytes b) { return b.size; }

static int shuffle(void) {
  int error;
  foreach (x, mpi_shuffle(itself, MPI_COMM_WORLD, iter_range(0L, 30000L)), error)
    EXPECT(x >= 0);
  return error;
}
static int gather(void) {
  int error;
  foreach (b,
           mpi_gather(0, MPI_COMM_WORLD,
                      iter_map(bytes_of, iter_range(0L, 500L))),
           error)
    EXPECT(b.size < 1000000);
  return error;
}
static int pipeline(void) {
  generator(long) g = rank == 0 ? iter_range(0L, 500L) : NULL;
  int error;
  foreach (b,
           mpi_shuffle(size_of, MPI_COMM_WORLD,
                       iter_map(bytes_of, mpi_scatter(0, MPI_COMM_WORLD,
                                                      gen_move(g)))),
           error)
    EXPECT(b.size < 1000000);
  return error;
}

int main(int argc, char **argv) {
  int (*const all[])(void) = {shuffle, gather, pipeline};
  begin(&argc, &argv);
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i)
    for (int who = 0; who < ranks; ++who) {
      long failed = 1;
      for (size_t n = 0; failed; ++n) {
        left = rank == who ? n : (size_t)-1;
        int error = all[i]();
        bool reached = rank == who && left > n; // it has wrapped around
        left = (size_t)-1;
        if (reached)
          EXPECT(error == ENOMEM || error == ECANCELED);
        else // (A scatter in it fails with ENOMEM for all.)
          EXPECT(!error || error == ECANCELED || error == ENOMEM);
        EXPECT(!live);
        EXPECT(!yieldc_exchanges);
        // Once it is not reached any more nothing fails.
        failed = sum_of_all(reached);
        EXPECT(failed == (sum_of_all(error != 0) != 0));
        EXPECT(sum_of_all(error == ENOMEM) >= failed);
        EXPECT(n < 200);
      }
    }
  end();
}
