// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A value is sent through a delegation a million deep without a walk down, an error thrown into it once; a stage of a pipeline made at run
// time takes at most a kilobyte of stack. Prints what they took.
//
// RUN: %yieldcc -O0 %s -o %t && %t
// RUN: %yieldcc -O2 %s -o %t && %t

#include "../expect.h"
#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <yieldc.h>

enum { Deep = 1000000, Sends = 1000000, Stages = 1000 };

generator(int, int) deep(int n) {
  if (n)
    yield from deep(n - 1);
  else
    for (int got = 0;;)
      got = yield got + 1;
}

static char *lowest;

__attribute__((noinline)) static void note_stack(void) {
  char here;
  char *volatile at = &here;
  lowest = at;
}

generator(int) source(void) {
  note_stack();
  yield 1;
}

generator(int) add_one(generator(int) numbers) {
  foreach (x, numbers)
    yield x + 1;
}

static char *stack_of(int stages) {
  int x = 0;
  generator(int) g = source();
  for (int i = 0; i < stages; ++i)
    g = add_one(g);
  EXPECT(gen_next(g, &x) && x == stages + 1);
  gen_close(g);
  return lowest;
}

static double seconds(void) { return (double)clock() / CLOCKS_PER_SEC; }

int main(void) {
  int x = 0;
  generator(int, int) g = deep(Deep);
  EXPECT(gen_next(g, &x));
  double start = seconds();
  for (int i = 0; i < Sends; ++i)
    EXPECT(gen_send(g, i, &x) && x == i + 1);
  printf("a send: %.0f ns\n", (seconds() - start) * 1e9 / Sends);
  start = seconds();
  EXPECT(!gen_throw(g, ENOENT, &x) && gen_error(g) == ENOENT);
  printf("a throw: %.3f s\n", seconds() - start);
  gen_close(g);

  long stack = (stack_of(0) - stack_of(Stages)) / Stages;
  printf("stack of a stage: %ld bytes\n", stack);
  EXPECT(stack <= 1024);
}
