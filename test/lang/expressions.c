// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generator expressions.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}
// RUN: %yieldcc -fsyntax-only -std=c99 -pedantic -Wall -Wextra -Wshadow -Wunreachable-code -Wno-c11-extensions -Wno-c23-extensions -Werror %s
// Nothing of a blocks runtime is needed.
// RUN: %yieldcc -c %s -o %t.o && llvm-nm --undefined-only %t.o | not grep -i block

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <yieldc.h>

#include "../expect.h"

typedef generator(int) ints;

static int made, closed;

static void count_close(const int *unused) {
  (void)unused;
  ++closed;
}

static ints range(int begin, int end) {
  __attribute__((cleanup(count_close))) const int unused = ++made;
  (void)unused;
  while (begin < end)
    yield begin++;
}

static ints failing(int n, int code) {
  for (int i = 0; i < n; ++i)
    yield i;
  gen_fail(code);
}

static int sum(ints g) {
  int result = 0;
  foreach (x, g)
    result += x;
  return result;
}

/// Everything it names is copied: it outlives the function, and what is assigned later is not seen.
static ints scaled(int n, int factor) {
  int offset = 1;
  ints g = gen_expr(x * factor + offset, for (x, range(0, n)), if (x % 2));
  offset = 1000;
  factor = offset;
  return g;
}

/// A stack that has been used again.
static int clobber(int n) {
  volatile int all[64];
  for (int i = 0; i < 64; ++i)
    all[i] = n;
  return all[n % 64];
}

static void captures(void) {
  ints g = scaled(6, 10);
  clobber(7);
  int x = 0;
  EXPECT(gen_next(g, &x) && x == 11);
  clobber(8);
  EXPECT(gen_next(g, &x) && x == 31);
  EXPECT(gen_next(g, &x) && x == 51);
  EXPECT(!gen_next(g, &x));
  EXPECT(gen_state(g) == GEN_RETURNED);
  gen_close(g);
}

/// Nothing runs before the first value is asked for, and then no further than it must.
static void lazy(void) {
  made = closed = 0;
  ints never = gen_expr(x, for (x, range(0, 3)));
  EXPECT(made == 0);
  gen_close(never);
  EXPECT(made == 0 && closed == 0);
  ints g = gen_expr(x, for (x, range(0, 1000000000)), if (x > 2));
  int x;
  EXPECT(gen_next(g, &x) && x == 3);
  EXPECT(made == 1 && closed == 0);
  gen_close(g);
  EXPECT(closed == 1);
  foreach (y, gen_expr(z, for (z, range(0, 10))))
    if (y == 2)
      break;
  EXPECT(closed == 2);
}

static void nests(void) {
  EXPECT(sum(gen_expr(x * 2, for (x, gen_expr(y + 1, for (y, gen_expr(z * z, for (z, range(0, 4)))))))) == 2 * (1 + 2 + 5 + 10));
  made = closed = 0;
  EXPECT(sum(gen_expr(10 * x + y, for (x, range(0, 4)), for (y, range(0, x)), if (x != 2))) == 10 + 30 + 31 + 32);
  EXPECT(made == 5 && closed == 5);
  EXPECT(sum(gen_expr(x + y + z, for (x, range(0, 2)), if (x), for (y, range(0, 2)), for (z, range(5, 6)))) == 6 + 7);
  // One in the value of another.
  int total = 0;
  foreach (row, gen_expr(gen_expr(i * j, for (j, range(0, 3))), for (i, range(1, 3))))
    total += sum(row);
  EXPECT(total == 3 + 6);
}

static void fails(void) {
  int error = 0, count = 0;
  foreach (x, gen_expr(y, for (y, failing(2, 7))), error)
    ++count;
  EXPECT(error == 7 && count == 2);
  foreach (x, gen_expr(z, for (y, range(0, 5)), for (z, failing(y, 9))), error)
    ++count;
  EXPECT(error == 9 && count == 2);
  ints null = 0;
  foreach (x, gen_expr(y, for (y, null)), error)
    ++count;
  EXPECT(error == ENOMEM && count == 2);
  ints g = gen_expr(x, for (x, range(0, 3)));
  EXPECT(!gen_throw(g, 5) && gen_error(g) == 5);
  gen_close(g);
  g = gen_expr(x, for (x, range(0, 3)));
  EXPECT(gen_next(g) && !gen_throw(g, 6) && gen_error(g) == 6);
  gen_close(g);
}

struct point {
  const char *name;
  double x, y;
};
struct wide {
  _Alignas(64) int value;
};

static void any_type(void) {
  const char *word = "ab";
  generator(char) letters = gen_expr(word[i], for (i, range(0, 2)));
  char c;
  EXPECT(gen_next(letters, &c) && c == 'a');
  EXPECT(gen_next(letters, &c) && c == 'b');
  gen_close(letters);
  struct point origin = {"origin", 1, 2};
  generator(struct point) points = gen_expr(((struct point){origin.name, i, origin.y}), for (i, range(3, 4)));
  struct point p;
  EXPECT(gen_next(points, &p) && !strcmp(p.name, "origin") && p.x > 2.9 && p.y < 2.1);
  gen_close(points);
  struct wide wide = {5};
  foreach (w, gen_expr(wide, for (i, range(0, 2)))) {
    EXPECT(w.value == 5);
    EXPECT((uintptr_t)&w % 64 == 0);
  }
  generator(const char *) names = gen_expr(q.name, for (q, gen_expr(origin, for (i, range(0, 1)))));
  const char *name;
  EXPECT(gen_next(names, &name) && name == origin.name);
  gen_close(names);
  generator(_Bool) odd = gen_expr((_Bool)(i & 1), for (i, range(0, 2)));
  _Bool is;
  EXPECT(gen_next(odd, &is) && !is && gen_next(odd, &is) && is);
  gen_close(odd);
  long double third = 1.0L / 3;
  foreach (t, gen_expr(third * i, for (i, range(3, 4))))
    EXPECT(t > 0.99L && t < 1.01L);
}

/// In a generator function: its parameter is moved from, as by foreach; and what is alive across its yields.
static ints stage(ints numbers, int factor) {
  ints scaled_numbers = gen_expr(x * factor, for (x, numbers));
  EXPECT(!numbers);
  yield -1;
  yield from scaled_numbers;
  foreach (x, gen_expr(x + factor, for (x, range(0, 2))))
    yield x;
}

static void in_generators(void) {
  made = closed = 0;
  EXPECT(sum(stage(range(1, 3), 10)) == -1 + 10 + 20 + 10 + 11);
  EXPECT(made == 2 && closed == 2);
  made = closed = 0;
  ints g = stage(range(1, 3), 10);
  EXPECT(gen_next(g) && gen_next(g));
  gen_close(g);
  EXPECT(made == 1 && closed == 1);
}

/// Static data of an inline function, and one made many times.
inline ints many(int n);
inline ints many(int n) { return gen_expr(x + n, for (x, range(0, 2))); }
extern inline ints many(int n);

static void many_times(void) {
  ints all[10];
  for (int i = 0; i < 10; ++i)
    all[i] = many(i);
  int total = 0;
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 10; ++i) {
      int x = 0;
      EXPECT(gen_next(all[i], &x));
      total += x;
    }
  EXPECT(total == 2 * 45 + 10);
  for (int i = 0; i < 10; ++i)
    gen_close(all[i]);
}

int main(void) {
  captures();
  lazy();
  nests();
  fails();
  any_type();
  in_generators();
  many_times();
}
