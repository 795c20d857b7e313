// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A value of any object type can be yielded, sent and returned.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <complex.h>
#include <stdbool.h>
#include <stdint.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

enum colour { RED = -5, GREEN = 7 };
enum wide_enum { HUGE = INT64_MAX };
typedef int (*function)(int);
typedef int vec4 __attribute__((vector_size(16)));
typedef unsigned _BitInt(7) bits7;
typedef _BitInt(37) bits37;
typedef _BitInt(100) bits100;
struct bit_fields {
  unsigned a : 1, b : 17;
  int64_t c : 40;
};
struct array {
  char text[3];
};
struct large {
  int64_t all[100];
};
struct with_flags {
  _Bool a;
  char : 0;
  _Bool b;
};
union number {
  float f;
  int64_t i;
};
typedef generator(int) handle;
typedef const char *text;
typedef int (*row_pointer)[3];

static int rows[2][3];

static int increment(int n) { return n + 1; }
static int decrement(int n) { return n - 1; }

// A name, the type, two values, and how to compare.
#define SAME(a, b) ((a) == (b))
#define SAME_BYTES(a, b) (memcmp(&(a), &(b), sizeof(a)) == 0)
#ifdef __SIZEOF_INT128__
#define WIDE_TYPES(X)                                                          \
  X(int128, __int128, -((__int128)1 << 100), ((__int128)1 << 100) + 7, SAME)   \
  X(unsigned_int128, unsigned __int128, (unsigned __int128)-1, 5, SAME)
#else
#define WIDE_TYPES(X)
#endif
#define EACH_TYPE(X)                                                           \
  X(boolean, _Bool, true, false, SAME)                                         \
  X(character, char, 'a', -1, SAME)                                            \
  X(unsigned_character, unsigned char, 255, 1, SAME)                           \
  X(short_integer, short, -32768, 32767, SAME)                                 \
  X(integer, int, INT32_MIN, INT32_MAX, SAME)                                  \
  X(long_integer, int64_t, INT64_MIN, INT64_MAX, SAME)                         \
  X(unsigned_long, unsigned long, ~0ul, 1, SAME)                               \
  X(single, float, 1.5f, -0.25f, SAME)                                         \
  X(double_precision, double, 1e300, -1e-300, SAME)                            \
  X(extended, long double, 1.0L + 0x1p-60L, -3.5L, SAME)                       \
  WIDE_TYPES(X)                                                                \
  X(complex_float, _Complex float, 1.5f + 2 * I, -1, SAME)                     \
  X(complex_double, _Complex double, 1e200 + 2 * I, -I, SAME)                  \
  X(complex_extended, _Complex long double, 0x1p-60L + 2 * I, -1, SAME)        \
  X(colour, enum colour, RED, GREEN, SAME)                                     \
  X(wide_enumeration, enum wide_enum, HUGE, 0, SAME)                           \
  X(pointer, text, NULL, "text", SAME)                                         \
  X(function_pointer, function, increment, decrement, SAME)                    \
  X(pointer_to_array, row_pointer, &rows[1], NULL, SAME)                       \
  X(vector, vec4, ((vec4){1, -2, 3, 4}), ((vec4){9, 8, 7, 6}), SAME_BYTES)     \
  X(small_bits, bits7, 127, 3, SAME)                                           \
  X(middle_bits, bits37, -1, 68719476735, SAME)                                \
  X(large_bits, bits100, (bits100)1 << 90, -((bits100)1 << 98), SAME)          \
  X(bit_fields, struct bit_fields, ((struct bit_fields){1, 131071, -1}),       \
    ((struct bit_fields){0, 5, (int64_t)1 << 38}), SAME_BIT_FIELDS)            \
  X(array_in_struct, struct array, {"ab"}, {"yz"}, SAME_BYTES)                 \
  X(large_struct, struct large, ((struct large){{[99] = 5}}),                  \
    ((struct large){{6}}), SAME_BYTES)                                         \
  X(flags, struct with_flags, ((struct with_flags){true, false}),              \
    ((struct with_flags){false, true}), SAME_FLAGS)                            \
  X(one_of_two, union number, {.i = -1}, {.i = 77}, SAME_NUMBER)
#define SAME_BIT_FIELDS(x, y)                                                  \
  ((x).a == (y).a && (x).b == (y).b && (x).c == (y).c)
#define SAME_FLAGS(x, y) ((x).a == (y).a && (x).b == (y).b)
#define SAME_NUMBER(x, y) ((x).i == (y).i)

/// Yields what it was given, then what it is sent, and returns that.
#define DEFINE(name, T, one, other, same)                                      \
  generator(T, T, T) of_##name(T first) {                                      \
    T sent = yield first;                                                      \
    T again = yield sent;                                                      \
    yield again;                                                               \
    return sent;                                                               \
  }                                                                            \
  generator(T, T, T) through_##name(T first) {                                 \
    T result = yield from of_##name(first);                                    \
    return result;                                                             \
  }                                                                            \
  static void name##_values(void) {                                            \
    static T zero;                                                             \
    T a = one, b = other, x, result;                                           \
    for (int delegated = 0; delegated < 2; ++delegated) {                      \
      generator(T, T, T) g = delegated ? through_##name(a) : of_##name(a);     \
      memset((void *)&x, 0, sizeof x);                                         \
      memset((void *)&result, 0, sizeof result);                               \
      CHECK(gen_next(g, &x));                                                  \
      CHECK(same(x, a));                                                       \
      CHECK(gen_send(g, b, &x));                                               \
      CHECK(same(x, b));                                                       \
      CHECK(gen_next(g, &x)); /* sends a zero */                               \
      CHECK(same(x, zero));                                                    \
      CHECK(!gen_next(g, &x));                                                 \
      CHECK(gen_result(g, &result));                                           \
      CHECK(same(result, b));                                                  \
      gen_close(g);                                                            \
    }                                                                          \
    int n = 0;                                                                 \
    foreach (y, of_##name(b))                                                  \
      CHECK(n++ ? same(y, zero) : same(y, b));                                 \
    CHECK_EQ(n, 3);                                                            \
  }
EACH_TYPE(DEFINE)

#define AS_CASE(name, T, one, other, same) CASE(name##_values),

// ---- Types that don't compare ------------------------------------------------------

generator(int) numbers(int first, int n) {
  while (n--)
    yield first++;
}

generator(handle) generators(int n) {
  for (int i = 0; i < n; ++i)
    yield numbers(10 * i, i);
}

static void a_generator_can_yield_generators(void) {
  int sum = 0, count = 0;
  foreach (g, generators(4))
    foreach (x, g)
      sum += x, ++count;
  CHECK_EQ(count, 0 + 1 + 2 + 3);
  CHECK_EQ(sum, 10 + 20 + 21 + 30 + 31 + 32);
}

generator(function) functions(void) {
  yield increment;
  yield decrement;
}

static void a_yielded_function_can_be_called(void) {
  int n = 10;
  foreach (f, functions())
    n = 2 * f(n);
  CHECK_EQ(n, 42); // (10 + 1) * 2, then (22 - 1) * 2
}

CASES(EACH_TYPE(AS_CASE) CASE(a_generator_can_yield_generators),
      CASE(a_yielded_function_can_be_called))
