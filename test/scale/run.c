// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A million live generators; a delegation a million deep that is run, thrown into and closed; a pipeline of a thousand stages that
// is made at run time, run to its end and closed early. The stack stays as it is.
//
// RUN: %yieldcc -O0 %s -o %t && bash -c 'ulimit -s 1024 && %t'
// RUN: %yieldcc -O2 %s -o %t && bash -c 'ulimit -s 1024 && %t'

#include "../expect.h"
#include <errno.h>
#include <stdlib.h>
#include <yieldc.h>

enum { Many = 1000000, Stages = 1000 };

static int ended;

static void count_end(int *unused) {
  (void)unused;
  ++ended;
}

generator(int) deep(int n) {
  __attribute__((cleanup(count_end))) int scope = n;
  if (scope) {
    yield from deep(n - 1);
  } else {
    yield 1;
    yield 2;
  }
}

generator(int) count(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}

generator(int) add_one(generator(int) numbers) {
  __attribute__((cleanup(count_end))) int scope = 0;
  (void)scope;
  foreach (x, numbers)
    yield x + 1;
}

static generator(int) pipeline(void) {
  generator(int) g = count(100);
  for (int i = 0; i < Stages; ++i)
    g = add_one(g);
  return g;
}

int main(void) {
  int x = 0, sum = 0;
  generator(int) g = deep(Many);
  while (gen_next(g, &x))
    sum += x;
  gen_close(g);
  EXPECT(sum == 3 && ended == Many + 1);

  ended = 0;
  g = deep(Many);
  EXPECT(gen_next(g, &x) && !gen_throw(g, ENOENT, &x));
  EXPECT(gen_error(g) == ENOENT && ended == Many + 1);
  gen_close(g);

  ended = 0;
  g = deep(Many);
  EXPECT(gen_next(g, &x));
  gen_close(g);
  EXPECT(ended == Many + 1);

  generator(int) *all = malloc(Many * sizeof *all);
  for (int i = 0; i < Many; ++i)
    all[i] = count(2);
  sum = 0;
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < Many; ++i)
      if (gen_next(all[i], &x))
        sum += x;
  EXPECT(sum == Many);
  for (int i = 0; i < Many; ++i)
    gen_close(all[i]);
  free(all);

  ended = 0;
  g = pipeline();
  while (gen_next(g, &x))
    ;
  EXPECT(x == 99 + Stages && ended == Stages);
  gen_close(g);

  ended = 0;
  g = pipeline();
  EXPECT(gen_next(g, &x) && x == Stages);
  gen_close(g);
  EXPECT(ended == Stages);
}
