// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Records passed by value are the generator's own from the call on; and so is
// what some targets pass like them.
//
// (The caller's copy is dead, and its stack overwritten, when the body begins.)
//
// RUN: %levels %s -Wno-psabi
// RUN: %if sanitizers %{ %levels %s -Wno-psabi --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <complex.h>
#include <stdbool.h>
#include <stdint.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

/// Overwrites what former calls have left on the stack.
__attribute__((noinline)) static void overwrite_stack(void) {
  volatile char block[32 << 10];
  for (size_t i = 0; i < sizeof block; ++i)
    block[i] = 0x5a;
}

static bool is_aligned(const void *p, size_t alignment) {
  __asm__("" : "+r"(p)); // or the optimiser takes the type's word for it
  return (uintptr_t)p % alignment == 0;
}

// ---- One type each ----------------------------------------------------------------

struct one {
  char c;
};
struct small {
  int a;
  short b;
}; // one register
struct mixed {
  double a;
  int b;
}; // two, of two kinds
struct floats {
  float x, y, z;
};
struct wide {
  int64_t a, b, c;
}; // in memory
struct big {
  char bytes[5000];
};
struct nested {
  struct wide w;
  struct small s[3];
};
struct packed {
  char c;
  int i;
} __attribute__((packed));
struct bits {
  unsigned a : 3, b : 11;
  int c : 5;
};
struct with_pointer {
  const char *text;
  size_t n;
};
struct with_const {
  const int a;
  int b;
};
struct with_complex {
  _Complex double z;
  long double l;
};
struct empty {};
struct aligned {
  _Alignas(64) int a;
  char rest[70];
};
typedef int vector __attribute__((vector_size(64)));
union either {
  int i;
  double d;
  char c[12];
};

// Fills a record from a number, so that each byte that counts is checked.
#define EACH_RECORD(X)                                                         \
  X(one, struct one, (struct one){(char)n}, v.c == (char)n)                    \
  X(small, struct small, ((struct small){n, (short)-n}),                       \
    v.a == n && v.b == -n)                                                     \
  X(mixed, struct mixed, ((struct mixed){n + .5, n}),                          \
    v.a == n + .5 && v.b == n)                                                 \
  X(floats, struct floats, ((struct floats){1.f * n, 2.f * n, 3.f * n}),       \
    v.x == n && v.y == 2 * n && v.z == 3 * n)                                  \
  X(wide, struct wide, ((struct wide){n, 2 * n, 3 * n}),                       \
    v.a == n && v.b == 2 * n && v.c == 3 * n)                                  \
  X(big, struct big, ((struct big){{[0] = (char)n, [4999] = (char)n}}),        \
    v.bytes[0] == (char)n && v.bytes[4999] == (char)n && v.bytes[1] == 0)      \
  X(nested, struct nested, ((struct nested){{n, 0, n}, {[2] = {n, 5}}}),       \
    v.w.a == n && v.w.c == n && v.s[2].a == n && v.s[2].b == 5 && !v.s[1].a)   \
  X(packed, struct packed, ((struct packed){(char)n, n}),                      \
    v.c == (char)n && v.i == n)                                                \
  X(bits, struct bits, ((struct bits){n & 7u, n & 2047u, -(n & 15)}),          \
    v.a == (n & 7u) && v.b == (n & 2047u) && v.c == -(n & 15))                 \
  X(with_pointer, struct with_pointer, ((struct with_pointer){"text", n}),     \
    v.text[3] == 't' && v.n == (size_t)n)                                      \
  X(with_const, struct with_const, ((struct with_const){n, -n}),               \
    v.a == n && v.b == -n)                                                     \
  X(with_complex, struct with_complex, ((struct with_complex){n, n}),          \
    v.z == n && v.l == n)                                                      \
  X(either, union either, ((union either){.c = {[11] = (char)n}}),             \
    v.c[11] == (char)n && v.c[0] == 0)                                         \
  X(aligned, struct aligned, ((struct aligned){n, {[69] = (char)n}}),          \
    v.a == n && v.rest[69] == (char)n && is_aligned(&v, 64))                   \
  X(vector, vector, (vector){n} + 1, v[0] == n + 1 && v[15] == 1)               \
  X(complex_float, _Complex float, n + 2.f * n * I, v == n + 2.f * n * I)      \
  X(complex_double, _Complex double, n + 2. * n * I, v == n + 2. * n * I)      \
  X(complex_wide, _Complex long double, n + 2.L * n * I, v == n + 2.L * n * I) \
  X(complex_int, _Complex int, n + 2i * n, v == n + 2i * n)                    \
  X(extended, long double, 1.5L * n, v == 1.5L * n)                            \
  X(bits_120, unsigned _BitInt(120), (unsigned _BitInt(120))n << 100,          \
    v >> 100 == (unsigned)n)

#define DEFINE(name, T, make, right)                                           \
  generator(int, int) of_##name(T v, int n) {                                  \
    CHECK(right); /* behind the first resume */                                \
    yield 1;                                                                   \
    CHECK(right);                                                              \
    const T *address = &v;                                                     \
    yield 2;                                                                   \
    CHECK(address == &v);                                                      \
    CHECK(right);                                                              \
  }                                                                            \
  __attribute__((noinline)) static generator(int, int) make_##name(int n) {    \
    T v = make;                                                                \
    generator(int, int) g = of_##name(v, n);                                   \
    memset((void *)&v, 0xa5, sizeof v); /* not the generator's */              \
    __asm__ volatile("" : : "r"(&v) : "memory");                               \
    return g;                                                                  \
  }                                                                            \
  static void name##_is_copied_in(void) {                                      \
    generator(int, int) g[20];                                                 \
    int x = -1;                                                                \
    for (int n = 0; n < 20; ++n)                                               \
      g[n] = make_##name(n);                                                   \
    overwrite_stack();                                                         \
    for (int i = 1; i <= 2; ++i)                                               \
      for (int n = 0; n < 20; ++n)                                             \
        CHECK(gen_next(g[n], &x) && x == i);                                   \
    for (int n = 0; n < 20; ++n) {                                             \
      CHECK(!gen_next(g[n]));                                                  \
      gen_close(g[n]);                                                         \
    }                                                                          \
  }
EACH_RECORD(DEFINE)

static void each_record_is_copied_in(void) {
#define RUN_CASE(name, T, make, right) name##_is_copied_in();
  EACH_RECORD(RUN_CASE)
}

// ---- Several ----------------------------------------------------------------------

generator(int) several(struct wide a, int b, struct big c, struct small d,
                       struct empty e, struct mixed f, double g, struct wide h,
                       struct floats i) {
  (void)e;
  yield (int)(a.a + a.b + a.c);
  yield b;
  yield c.bytes[0] + c.bytes[4999];
  yield d.a + d.b;
  yield (int)f.a + f.b;
  yield (int)g;
  yield (int)(h.a + h.b + h.c);
  yield (int)(i.x + i.y + i.z);
}

__attribute__((noinline)) static generator(int) make_several(void) {
  struct big c = {{[0] = 5, [4999] = 6}};
  return several((struct wide){1, 2, 3}, 4, c, (struct small){7, 8},
                 (struct empty){}, (struct mixed){9, 10}, 11,
                 (struct wide){12, 13, 14}, (struct floats){15, 16, 17});
}

static void many_parameters_stay_apart(void) {
  generator(int) g = make_several();
  overwrite_stack();
  CHECK_YIELDS(g, 6, 4, 11, 15, 19, 11, 39, 48);
}

generator(int) of_atomic(_Atomic(struct wide) v) {
  const struct wide *parts = (const void *)&v;
  yield (int)parts->a;
  yield (int)parts->c;
}

__attribute__((noinline)) static generator(int) make_atomic(void) {
  return of_atomic((struct wide){1, 2, 3});
}

static void an_atomic_record_is_copied_in(void) {
  generator(int) g = make_atomic();
  overwrite_stack();
  CHECK_YIELDS(g, 1, 3);
}

generator(int) writes_to_its_parameters(struct wide a, struct small b) {
  for (int i = 0; i < 3; ++i) {
    a.b += 10, b.a += 1;
    yield (int)a.b + b.a;
  }
}

static void writing_to_them_changes_nobody_elses(void) {
  struct wide a = {.b = 100};
  struct small b = {1000, 0};
  generator(int) one = writes_to_its_parameters(a, b);
  generator(int) other = writes_to_its_parameters(a, b);
  CHECK_YIELDS(one, 1111, 1122, 1133);
  CHECK_YIELDS(other, 1111, 1122, 1133);
  CHECK(a.b == 100 && b.a == 1000);
}

generator(int) recursive(struct wide w, int depth) {
  w.a += depth;
  if (depth)
    yield from recursive(w, depth - 1);
  yield (int)w.a;
}

static void each_level_of_a_recursion_has_its_own(void) {
  CHECK_YIELDS(recursive((struct wide){.a = 0}, 3), 6, 6, 5, 3);
}

struct holder {
  generator(int) source;
  struct wide w;
};

generator(int) with_a_handle_inside(struct holder h) {
  foreach (x, h.source)
    yield x + (int)h.w.c;
}

__attribute__((noinline)) static generator(int) make_holder(void) {
  struct holder h = {
      writes_to_its_parameters((struct wide){.b = 1}, (struct small){0, 0}),
      {.c = 1000}};
  return with_a_handle_inside(h);
}

static void a_record_can_hold_a_generator(void) {
  generator(int) g = make_holder();
  overwrite_stack();
  CHECK_YIELDS(g, 1012, 1023, 1034);
}

CASES(CASE(each_record_is_copied_in), CASE(many_parameters_stay_apart),
      CASE(an_atomic_record_is_copied_in),
      CASE(writing_to_them_changes_nobody_elses),
      CASE(each_level_of_a_recursion_has_its_own),
      CASE(a_record_can_hold_a_generator))
