// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stages that resume their source at many places: what would be copied for each of them stays a function, and what it consumes
// lies in its own frame.
// RUN: %fused %s
// RUN: %yieldcc -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %opt -passes=verify -disable-output %t.ll

#include "Inputs/fused.h"

#define PAIR                                                                                                                    \
  if (!gen_next(from, &x))                                                                                                      \
    break;                                                                                                                      \
  yield x + 1;                                                                                                                  \
  if (!gen_next(from, &x))                                                                                                      \
    break;                                                                                                                      \
  yield x - 1;

/// Of the source, adds 1 to the first, third, fifth…, and takes 1 from the others.
static ints alternate(ints from) {
  int x;
  for (;;) {
    PAIR PAIR PAIR
  }
  if (gen_error(from))
    gen_fail(gen_error(from));
}

static ints longest(int most, ints from) {
  foreach (x, from) {
    if (!most--)
      break;
    yield x;
  }
}

static int closed;

static void count_close(int *unused) {
  (void)unused;
  ++closed;
}

static ints counted(int begin, int end) {
  __attribute__((cleanup(count_close))) int unused = 0;
  while (begin < end)
    yield begin++;
}

/// Two sources, one of which was made before the other.
static ints both(ints first, ints second) {
  int x, y;
  while (gen_next(first, &x) && gen_next(second, &y)) {
    yield x;
    yield y;
  }
}

#define TWICE(stage) alternate(alternate(stage))
#define OCTET(source) TWICE(TWICE(TWICE(TWICE(source))))

__attribute__((noinline)) static int sum(int n) {
  int sum = 0, place = 0;
  foreach (x, OCTET(range(0, n)))
    sum += x * ++place;
  return sum;
}

__attribute__((noinline)) static int sum_of_first(int n, int most) {
  int sum = 0;
  foreach (x, OCTET(longest(most, OCTET(counted(0, n)))))
    sum += x;
  return sum;
}

__attribute__((noinline)) static int until(int n, int last) {
  int sum = 0;
  foreach (x, OCTET(both(OCTET(counted(0, n)), counted(100, 100 + n)))) {
    if (x == last)
      break;
    sum += x;
  }
  return sum;
}

/// A source that is a parameter stays whoever's it is.
static ints of_parameter(ints from) {
  foreach (x, OCTET(longest(100, gen_move(from))))
    yield x;
}

__attribute__((noinline)) static int sum_of_parameter(int n) {
  int sum = 0;
  foreach (x, of_parameter(counted(0, n)))
    sum += x;
  return sum;
}

__attribute__((noinline)) static int never_begun(int n) {
  ints g = OCTET(counted(0, n));
  int error = gen_error(g);
  gen_close(g);
  return error;
}

/// A record is copied when the generator is made, also if that comes later now.
struct bounds {
  int begin, end;
  double more[4];
};
static ints between(struct bounds bounds) {
  while (bounds.begin < bounds.end)
    yield bounds.begin++;
  gen_fail(bounds.end);
}

__attribute__((noinline)) static int of_record(int n, int *error) {
  struct bounds bounds = {0, n, {0}};
  int sum = 0;
  ints g = OCTET(between(bounds));
  bounds.end = 100;
  foreach_noalloc (x, g, *error)
    sum += x;
  return sum;
}

/// What is sent and thrown arrives as well.
static generator(int, int) echo(ints from) {
  int x, factor = 1;
  for (;;) {
    if (!gen_next(from, &x))
      return;
    factor = yield x * factor;
    if (!gen_next(from, &x))
      return;
    int error;
    factor = gen_catch(error, yield x * factor);
    if (error)
      factor = error;
    if (!gen_next(from, &x))
      return;
    yield x * factor;
  }
}

#define LARGE(n) __asm__(".rept 0\n.endr" ::"r"(n));
#define TEN(what, n)                                                                                                            \
  what((n)) what((n) + 1) what((n)*2) what((n)*3) what((n)*4) what((n)*5) what((n)*6) what((n)*7) what((n)*8) what((n)*9)
#define LARGE_10(n) TEN(LARGE, n)
#define LARGE_100(n)                                                                                                            \
  LARGE_10(n) LARGE_10(n + 2) LARGE_10(n + 3) LARGE_10(n + 4) LARGE_10(n + 5) LARGE_10(n + 6) LARGE_10(n + 7) LARGE_10(n + 8)   \
  LARGE_10(n + 9) LARGE_10(n + 10)

/// As large as it is, it stays a function wherever it is resumed.
static generator(int, int) large_echo(ints from, int n) {
  LARGE_100(n) LARGE_100(n + 100) LARGE_100(n + 200) LARGE_100(n + 300) LARGE_100(n + 400) LARGE_100(n + 500)
  yield from echo(gen_move(from));
}

__attribute__((noinline)) static int sent(int n) {
  gen_auto generator(int, int) g = large_echo(counted(1, n), n);
  int x, result = 0;
  if (!gen_next(g, &x) || x != 1)
    return -1;
  if (gen_send(g, 10, &x))
    result += x;
  if (gen_throw(g, 100, &x))
    result += x;
  return result;
}

int main(void) {
  int error = 0;
  EXPECT(of_record(3, &error) == 8 - 7 + 10);
  EXPECT(error == 3);
  EXPECT(sent(10) == 20 + 300);
  EXPECT(closed == 1);
  closed = 0;
  int expected = 0;
  for (int i = 0; i < 20; ++i)
    expected += (i + (i % 2 ? -8 : 8)) * (i + 1);
  EXPECT(sum(20) == expected);
  EXPECT(sum_of_first(20, 5) == 0 + 1 + 2 + 3 + 4 + 16);
  EXPECT(closed == 1);
  // 0 + 16, 100 - 8, 1, 101 - 8, 2 + 16, …
  EXPECT(until(20, 2 + 16) == 16 + 92 + 1 + 93);
  EXPECT(closed == 3);
  EXPECT(sum_of_parameter(4) == 0 + 1 + 2 + 3);
  EXPECT(closed == 4);
  EXPECT(never_begun(3) == 0);
  EXPECT(closed == 4);
  EXPECT_ALLOCATIONS(0);
}
