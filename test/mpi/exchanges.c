// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each value of a scatter, gather or shuffle comes once, to whom it should, in
// the order of the rank that it is from; of any type and size, also by bytes.
//
// REQUIRES: mpi
// RUN: %yieldcc -O0 -Wall -Wextra -Werror %s %mpi -o %t0 && %yieldcc -O2 -Wall -Wextra -Werror %s %mpi -o %t2
// RUN: for n in 1 2 3 4; do %mpirun -n $n %t2 || exit 1; done && %mpirun -n 3 %t0
// RUN: %t2
// RUN: %if sanitizers %{ %yieldcc -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all %s %mpi -o %t.asan && env ASAN_OPTIONS=detect_leaks=0 %mpirun -n 3 %t.asan %}

#include "Inputs/ranks.h"

struct item {
  int from;
  long number;
  char more[17];
};

static generator(struct item) items(long count) {
  for (long i = 0; i < count; ++i)
    yield((struct item){.from = rank, .number = i, .more = "and more of it"});
}

static long number_of(struct item i) { return i.number % 1000; }

/// Every key is on one rank, with all its values, those of a rank in order.
static void shuffle(long count) {
  long *next = calloc((size_t)ranks * 1000, sizeof *next), found = 0;
  char *mine = calloc(1000, 1);
  int error;
  foreach (i, mpi_shuffle(number_of, MPI_COMM_WORLD, items(count)), error) {
    long key = i.number % 1000, *at = &next[i.from * 1000 + key];
    EXPECT(i.number / 1000 == *at && !strcmp(i.more, "and more of it"));
    ++*at;
    ++found;
    mine[key] = 1;
  }
  EXPECT(!error);
  EXPECT(sum_of_all(found) == count * ranks);
  for (int key = 0; key < 1000; ++key) {
    EXPECT(sum_of_all(mine[key]) == (key < count));
    for (int from = 0; mine[key] && from < ranks; ++from)
      EXPECT(next[from * 1000 + key] == (count + 999 - key) / 1000);
  }
  free(next);
  free(mine);
}

/// Values of one rank in order.
static void gather(int root, long count) {
  long next[64] = {0}, found = 0;
  int error;
  foreach (i, mpi_gather(root, MPI_COMM_WORLD, items(rank ? count : count / 2)),
           error) {
    EXPECT(i.number == next[i.from]++);
    ++found;
  }
  EXPECT(!error);
  EXPECT(found == (rank == root ? count * (ranks - 1) + count / 2 : 0));
}

static void scatter(int root, long count) {
  long sum = 0, found = 0, last = -1;
  int error;
  generator(struct item) g = rank == root ? items(count) : NULL;
  foreach (i, mpi_scatter(root, MPI_COMM_WORLD, g), error) {
    EXPECT(i.from == root && i.number > last);
    last = i.number;
    sum += i.number;
    ++found;
  }
  EXPECT(!error);
  EXPECT(sum_of_all(found) == count);
  EXPECT(sum_of_all(sum) == count * (count - 1) / 2);
}

// ---- Bytes --------------------------------------------------------------------

/// Of sizes from 0 to far more than a batch.
static size_t size_of_bytes(long i) {
  return i % 50 == 49 ? 150000 + (size_t)i : (size_t)(i * i % 300);
}

static generator(struct mpi_bytes) bytes(long count) {
  static _Alignas(16) unsigned char data[1 << 20];
  for (long i = 0; i < count; ++i) {
    size_t size = size_of_bytes(i);
    for (size_t k = 0; k < size; ++k)
      data[k] = (unsigned char)((size_t)i * 31 + k * 7 + (size_t)rank);
    yield((struct mpi_bytes){size ? data : NULL, size});
  }
}

static struct mpi_bytes first_bytes(struct mpi_bytes b, const size_t *most) {
  return (struct mpi_bytes){b.data, b.size < *most ? b.size : *most};
}

static void shuffle_bytes(long count) {
  size_t most = 2, total = 0, all = 0;
  long found = 0;
  int error;
  foreach (b,
           mpi_shuffle(first_bytes, &most, MPI_COMM_WORLD, bytes(count)), error) {
    const unsigned char *data = b.data;
    // (Our own are where they were; all that comes is aligned.)
    for (size_t k = 1; k < b.size; ++k)
      if (data[k] != (unsigned char)(data[0] + k * 7))
        EXPECT(!"the bytes that were sent");
    total += b.size;
    ++found;
  }
  EXPECT(!error);
  for (long i = 0; i < count; ++i)
    all += size_of_bytes(i);
  EXPECT(sum_of_all(found) == count * ranks);
  EXPECT(sum_of_all((long)total) == (long)all * ranks);
}

static void gather_aligned(void) {
  int error;
  foreach (b, mpi_gather(ranks - 1, MPI_COMM_WORLD, bytes(1000)), error)
    EXPECT((size_t)b.data % 16 == 0);
  EXPECT(!error);
}

// ---- Keys ---------------------------------------------------------------------

static const char *const names[] = {"ada", "grace", "alan", "edsger", "",
                                    "barbara", "donald", "frances"};
enum { NAMES = sizeof names / sizeof *names };

static const char *name_of(long i) { return i % 9 < NAMES ? names[i % 9] : NULL; }
static double half_of(long i) { return (double)(i % 10) / 2; }

/// Equal keys meet, whatever they are: here the numbers that have one.
static void keys(void) {
  long sums[9] = {0}, halves[10] = {0};
  foreach (i, mpi_shuffle(name_of, MPI_COMM_WORLD, iter_range(0L, 9000L)))
    ++sums[i % 9];
  foreach (i, mpi_shuffle(half_of, MPI_COMM_WORLD, iter_range(0L, 1000L)))
    ++halves[i % 10];
  for (int k = 0; k < 9; ++k) {
    EXPECT(sums[k] == 0 || sums[k] == 1000L * ranks);
    EXPECT(sum_of_all(sums[k]) == 1000L * ranks);
  }
  for (int k = 0; k < 10; ++k)
    EXPECT(halves[k] == 0 || halves[k] == 100L * ranks);
}

// ---- Together -----------------------------------------------------------------

static long triple(long x) { return 3 * x; }

/// A scatter is the source of a shuffle, and of a gather.
static void pipelines(long count) {
  long sum = 0;
  int error;
  foreach (x,
           mpi_shuffle(itself, MPI_COMM_WORLD,
                       iter_map(triple, mpi_scatter(ranks - 1, MPI_COMM_WORLD,
                                                    iter_range(0L, count)))),
           error)
    sum += x;
  EXPECT(!error && sum_of_all(sum) == 3 * count * (count - 1) / 2);
  sum = 0;
  foreach (x,
           mpi_gather(0, MPI_COMM_WORLD,
                      iter_map(triple, mpi_scatter(0, MPI_COMM_WORLD,
                                                   iter_range(0L, count)))),
           error)
    sum += x;
  EXPECT(!error && sum == (rank ? 0 : 3 * count * (count - 1) / 2));
}

/// On a part of the ranks, while the others do something else.
static void parts(void) {
  MPI_Comm half;
  long found = 0, size;
  int n;
  MPI_Comm_split(MPI_COMM_WORLD, rank % 2, rank, &half);
  MPI_Comm_size(half, &n);
  size = n;
  foreach (x, mpi_shuffle(itself, half, iter_range(0L, 1000L + rank % 2)))
    found += x >= 0;
  MPI_Allreduce(MPI_IN_PLACE, &found, 1, MPI_LONG, MPI_SUM, half);
  EXPECT(found == size * (1000 + rank % 2));
  MPI_Comm_free(&half);
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  for (long count = 0; count < 200000; count = 9 * count + 1) {
    shuffle(count);
    for (int root = 0; root < ranks; ++root) {
      gather(root, count);
      scatter(root, count);
    }
  }
  shuffle_bytes(500);
  gather_aligned();
  keys();
  pipelines(0);
  pipelines(100000);
  parts();
  end();
}
