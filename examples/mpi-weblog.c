// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// weblog.c for several machines, or several processors of one: each rank reads
// a part of the log, which all must see under the same name, and then owns a
// part of the pages. The report is that of weblog.c.
//
//   yieldcc -O2 mpi-weblog.c $(pkg-config --cflags --libs ompi-c) \
//     -o mpi-weblog && mpirun -n 4 ./mpi-weblog access.log

#define _GNU_SOURCE // memrchr
#include "weblog.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "mpi-ranks.h"

static int rank, ranks;

/// The lines of this rank's part of a file.
static generator(struct text) my_lines(const char *name, int *file) {
  struct stat about;
  *file = open(name, O_RDONLY);
  if (*file < 0 || fstat(*file, &about))
    gen_fail(errno);
  if (no_parts(&about))
    gen_fail(no_parts(&about));
  yield from lines_between(*file, about.st_size * rank / ranks,
                           about.st_size * (rank + 1) / ranks);
}

static void sum_up(size_t *numbers, int count) {
  MPI_Reduce(rank ? numbers : MPI_IN_PLACE, numbers, count, MPI_UNSIGNED_LONG,
             MPI_SUM, 0, MPI_COMM_WORLD);
}

static void close_file(const int *file) {
  if (*file >= 0)
    close(*file);
}

/// Whether it has failed.
static bool analyse(const char *name) {
  __attribute__((cleanup(free_counters))) struct counter *pages = NULL;
  __attribute__((cleanup(free_counters))) struct counter *owned = NULL;
  __attribute__((cleanup(free_counters))) struct counter *most = NULL;
  __attribute__((cleanup(free_counters))) struct counter *minutes = NULL;
  __attribute__((cleanup(free_counters))) struct counter *all_minutes = NULL;
  __attribute__((cleanup(close_file))) int file = -1;
  static size_t took[MOST_MS + 1];
  size_t totals[2] = {0}; // requests, lines that are none
  int error;
  foreach (r, requests(my_lines(name, &file), &totals[1]), error) {
    ++totals[0];
    ++took[r.ms < MOST_MS ? r.ms : MOST_MS];
    if (!count(&pages, r.page) ||
        (r.status >= 500 && !count(&minutes, r.minute))) {
      error = ENOMEM;
      break;
    }
  }

  // Each page is counted by one rank, of whose pages the first ones may be the
  // first ones of all.
  error = add(&owned,
              mpi_shuffle(key_of_count, MPI_COMM_WORLD, counted(pages, error)));
  if (have_failed("mpi-weblog", name, error))
    return true;
  HASH_SORT(owned, most_first);
  error = add(&most, mpi_gather(0, MPI_COMM_WORLD,
                                iter_take(PAGES, counted(owned, 0))));
  if (have_failed("mpi-weblog", name, error))
    return true;
  error = add(&all_minutes, mpi_gather(0, MPI_COMM_WORLD, counted(minutes, 0)));
  if (have_failed("mpi-weblog", name, error))
    return true;
  sum_up(totals, 2);
  sum_up(took, MOST_MS + 1);
  if (rank)
    return false;
  report(&most, &all_minutes, took, totals[0], totals[1]);
  if (!fflush(stdout) && !ferror(stdout))
    return false;
  fprintf(stderr, "mpi-weblog: stdout: %s\n", strerror(errno));
  return true;
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (argc != 2 && rank == 0)
    fprintf(stderr, "usage: mpi-weblog FILE\n");
  int status = argc != 2 ? 2 : analyse(argv[1]);
  MPI_Finalize();
  return status;
}
