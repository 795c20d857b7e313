// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Handles live in structs, arrays, unions and on the heap, and can be yielded,
// sent and returned; a generator is made anywhere and consumed anywhere.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int) ints;

static ints count(int first, int n) {
  GUARD guard = first;
  for (int i = 0; i < n; ++i)
    yield first + i;
}

struct merger {
  ints sources[3];
  int heads[3];
  _Bool alive[3];
  struct {
    ints *current;
  } position;
};

static ints merge(struct merger *m) {
  for (int i = 0; i < 3; ++i)
    m->alive[i] = gen_next(m->sources[i], &m->heads[i]);
  for (;;) {
    int least = -1;
    for (int i = 0; i < 3; ++i)
      if (m->alive[i] && (least < 0 || m->heads[i] < m->heads[least]))
        least = i;
    if (least < 0)
      return;
    m->position.current = &m->sources[least];
    yield m->heads[least];
    m->alive[least] = gen_next(*m->position.current, &m->heads[least]);
  }
}

// Generators of generators.
static generator(ints) chunks(int n) {
  for (int i = 1; i <= n; ++i)
    yield count(10 * i, i);
}
static ints flat(generator(ints) g) {
  foreach (inner, g)
    yield from inner;
}
static generator(int, ints, ints) exchanging(void) {
  ints given = yield 1;
  foreach (x, given)
    note_number("given ", x);
  return count(7, 2);
}

// Made here, resumed there.
static int step(ints *g) {
  int x;
  return gen_next(*g, &x) ? x : -1;
}

int main(void) {
  struct merger m = {.sources = {count(1, 3), count(2, 1), count(3, 2)}};
  foreach (x, merge(&m))
    note_number("", x);
  EXPECT_NOTES("1 2 2 ~2 3 ~1 3 4 ~3");
  for (int i = 0; i < 3; ++i)
    gen_close(m.sources[i]);

  foreach (x, flat(chunks(3)))
    note_number("", x);
  EXPECT_NOTES("10 ~10 20 21 ~20 30 31 32 ~30");
  foreach (g, chunks(2))
    gen_close(g);

  generator(int, ints, ints) e = exchanging();
  ints r;
  EXPECT(gen_next(e) && !gen_send(e, count(5, 2)) && gen_result(e, &r));
  foreach (x, r)
    note_number("", x);
  EXPECT_NOTES("given 5 given 6 ~5 7 8 ~7");
  gen_close(e);

  ints *heap = (ints *)malloc(100 * sizeof *heap);
  for (int i = 0; i < 100; ++i)
    heap[i] = count(i, 5);
  int sum = 0;
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 100; ++i)
      sum += step(&heap[i]);
  EXPECT(sum == 3 * 4950 + 100 * (0 + 1 + 2));
  for (int i = 0; i < 100; ++i) {
    gen_close(heap[i]);
    char expected[20];
    snprintf(expected, sizeof expected, "~%d", i);
    EXPECT_NOTES(expected);
  }
  free(heap);
}
