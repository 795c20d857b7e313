// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What does not fit is told in one line that names the tool, at its place.
//
// REQUIRES: mpi
// RUN: %cc1_verify -Xclang -verify-ignore-unexpected=note -ferror-limit=0 -std=c11 -Wall -Wextra -Wno-unused-command-line-argument %mpi %s

#include <yieldc/mpi.h>

struct point {
  int x;
};
struct nothing {};
static struct point of_point(struct point a) { return a; }
static int *pointer_to(int x) { return x ? (int *)0 : (int *)0; }
static long double wide(int x) { return x; }
static int of_int(int x) { return x; }
static bool of_string(const char *s) { return *s; }
generator(int) make(void);
generator(int *) addresses(void);
generator(const char *) names(void);
generator(struct nothing) empty(void);
generator(void) ticks(void);

void values(struct point p) {
  MPI_Comm c = MPI_COMM_WORLD;
  foreach (x, mpi_gather(0, c, addresses())) // expected-error {{mpi_gather: another process has no use for a pointer; yield what it points to, or a struct mpi_bytes}}
    ;
  foreach (x, mpi_scatter(0, c, names())) // expected-error {{mpi_scatter: another process has no use for a pointer}}
    ;
  foreach (x, mpi_shuffle(of_string, c, names())) // expected-error {{mpi_shuffle: another process has no use for a pointer}}
    ;
  foreach (x, mpi_gather(0, c, empty())) // expected-error {{mpi_gather: there is nothing to send}}
    ;
  foreach (x, mpi_gather(0, c, ticks())) // expected-error {{a generator(void) yields no value}}
    ;
  foreach (x, mpi_gather(0, c, make)) // expected-error {{mpi_gather: the last argument must be a generator (of a generator function: call it)}}
    ;
  foreach (x, mpi_gather(p, c, make())) // expected-error {{mpi_gather: the root must be an integer}}
    ;
  foreach (x, mpi_gather("0", c, make())) // expected-error {{mpi_gather: the root must be an integer}}
    ;
}

void keys(void) {
  MPI_Comm c = MPI_COMM_WORLD;
  foreach (x, mpi_shuffle(of_string, c, make())) // expected-error {{mpi_shuffle: the first argument must be a function that takes what the generator yields}}
    ;
  foreach (x, mpi_shuffle(pointer_to, c, make())) // expected-error {{mpi_shuffle: a key must be a number (no long double), a string, or a struct mpi_bytes}}
    ;
  foreach (x, mpi_shuffle(wide, c, make())) // expected-error {{mpi_shuffle: a key must be a number (no long double)}}
    ;
  foreach (x, mpi_shuffle(of_point, c, iter_repeat((struct point){1}))) // expected-error {{mpi_shuffle: a key must be a number}}
    ;
  foreach (x, mpi_shuffle(of_int, make())) // expected-error {{wrong number of arguments: mpi_shuffle(f, comm, g) or mpi_shuffle(f, context, comm, g)}}
    ;
}
