// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words that random-program.py writes programs in, with two meanings: with
// GENERATORS defined, functions are generators; otherwise they are functions that
// return GOES_ON, IS_CLOSED or HAS_FAILED, and a yield calls back.

#ifndef RANDOM_PROGRAM_H
#define RANDOM_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { THROWN = 77, LIMIT = 400, POINTS = 60 };

static enum { TO_THE_END, CLOSE, THROW } way;
static int point; // the yield at which to close or to throw
static int yields, steps;

static inline void leave(int *scope) { printf("~%d ", *scope); }
#define SCOPE(n) __attribute__((cleanup(leave), unused)) int scope##n = n

/// Bounds all loops of a program together.
static inline bool more_steps(void) { return ++steps < 3000; }

static inline int value_to_send(void) { return yields * 5 % 13; }

#define ARRAY(name, size)                                                      \
  int name[size];                                                              \
  memset(name, 0, sizeof name);                                                \
  name[size - 1] = (int)(sizeof name / sizeof *name) + sent;                   \
  __asm__ volatile("" : : "r"(name) : "memory")

#ifdef GENERATORS
#include <yieldc.h>

#define DECLARE(f) generator(int, int) f(int a);
#define FUNCTION(f)                                                            \
  generator(int, int) f(int a) {                                               \
    int sent = 0;                                                              \
    (void)sent;
#define END                                                                    \
  if (0)                                                                       \
    yield 0;                                                                   \
  }
#define YIELD(x) sent = yield (x)
#define YIELD_IN_OPERAND(x) a = (a + 2 * (yield (x)) + 1) % 1000
#define CATCH_YIELD(x)                                                         \
  do {                                                                         \
    int error = -1;                                                            \
    sent = gen_catch(error, yield (x));                                        \
    if (error)                                                                 \
      printf("caught%d ", error);                                              \
  } while (0)
#define DELEGATE(call) yield from call
#define CATCH_DELEGATE(call)                                                   \
  do {                                                                         \
    int error = -1;                                                            \
    gen_catch(error, yield from call);                                         \
    if (error)                                                                 \
      printf("caught%d ", error);                                              \
  } while (0)
#define FAIL(code) gen_fail(code)
#define RETURN return

DECLARE(f0)
static void run(void) {
  int x = 0;
  generator(int, int) g = f0(3);
  bool more = gen_next(g, &x);
  while (more) {
    bool here = yields++ == point;
    printf("%d ", x);
    if ((here && way == CLOSE) || yields > LIMIT)
      break;
    more = here && way == THROW ? gen_throw(g, THROWN, &x)
                                : gen_send(g, value_to_send(), &x);
  }
  if (!more)
    printf("end%d ", gen_error(g));
  gen_close(g);
}

#else
enum outcome { GOES_ON, IS_CLOSED, HAS_FAILED };
static int received, code;

static enum outcome yield_value(int x) {
  bool here = yields++ == point;
  printf("%d ", x);
  if ((here && way == CLOSE) || yields > LIMIT)
    return IS_CLOSED;
  if (here && way == THROW) {
    code = THROWN;
    return HAS_FAILED;
  }
  received = value_to_send();
  return GOES_ON;
}

#define DECLARE(f) enum outcome f(int a);
#define FUNCTION(f)                                                            \
  enum outcome f(int a) {                                                      \
    int sent = 0;                                                              \
    (void)sent;
#define END                                                                    \
  return GOES_ON;                                                              \
  }
#define DELEGATE(call)                                                         \
  do {                                                                         \
    enum outcome outcome = call;                                               \
    if (outcome != GOES_ON)                                                    \
      return outcome;                                                          \
  } while (0)
#define CATCH_DELEGATE(call)                                                   \
  do {                                                                         \
    enum outcome outcome = call;                                               \
    if (outcome == IS_CLOSED)                                                  \
      return outcome;                                                          \
    if (outcome == HAS_FAILED)                                                 \
      printf("caught%d ", code);                                               \
  } while (0)
#define YIELD(x)                                                               \
  do {                                                                         \
    DELEGATE(yield_value(x));                                                  \
    sent = received;                                                           \
  } while (0)
#define YIELD_IN_OPERAND(x)                                                    \
  do {                                                                         \
    DELEGATE(yield_value(x));                                                  \
    a = (a + 2 * received + 1) % 1000;                                         \
  } while (0)
#define CATCH_YIELD(x)                                                         \
  do {                                                                         \
    received = 0;                                                              \
    CATCH_DELEGATE(yield_value(x));                                            \
    sent = received;                                                           \
  } while (0)
#define FAIL(c)                                                                \
  do {                                                                         \
    code = c;                                                                  \
    return HAS_FAILED;                                                         \
  } while (0)
#define RETURN return GOES_ON

DECLARE(f0)
static void run(void) {
  enum outcome outcome = f0(3);
  if (outcome != IS_CLOSED)
    printf("end%d ", outcome == HAS_FAILED ? code : 0);
}
#endif

int main(void) {
  int points = 1;
  for (int w = TO_THE_END; w <= THROW; ++w) {
    way = w;
    for (point = 0; point < points; ++point) {
      printf("%d at %d: ", way, point);
      yields = steps = 0;
      run();
      printf("\n");
    }
    if (way == TO_THE_END)
      points = yields < POINTS ? yields : POINTS;
  }
}

#endif // RANDOM_PROGRAM_H
