// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Y, S and R can be void and any object type by its ordinary spelling.
// RUN: %levels %s

#include "../expect.h"
#include <stdint.h>
#include <yieldc.h>

struct point {
  int x, y;
};
union number {
  int i;
  double d;
};
enum colour { RED, GREEN = 7 };
typedef int (*operation)(int);
struct opaque;
struct wide {
  char bytes[100];
};

static int twice(int n) { return 2 * n; }
static int negate(int n) { return -n; }

/// A generator that yields its argument, is sent one and returns that.
#define ECHO(name, T)                                                          \
  static generator(T, T, T) name##_generator(T v) {                            \
    _Static_assert(__builtin_types_compatible_p(__typeof__(yield v), T), "S"); \
    return yield v;                                                            \
  }                                                                            \
  static int name(T a, T b) {                                                  \
    T out;                                                                     \
    T result;                                                                  \
    memset((void *)&out, 0x55, sizeof out);                                    \
    memset((void *)&result, 0x55, sizeof result);                              \
    generator(T, T, T) g = name##_generator(a);                                \
    int right = gen_next(g, &out) && !memcmp(&out, &a, sizeof a) &&            \
                !gen_send(g, b) && gen_result(g, &result) &&                   \
                !memcmp(&result, &b, sizeof b);                                \
    gen_close(g);                                                              \
    return right;                                                              \
  }

ECHO(echo_char, char)
ECHO(echo_bool, _Bool)
ECHO(echo_short, unsigned short)
ECHO(echo_ulong, unsigned long)
#ifdef __SIZEOF_INT128__
ECHO(echo_wide_int, __int128)
#endif
ECHO(echo_float, float)
ECHO(echo_double, double)
ECHO(echo_string, char *)
ECHO(echo_constant, const char *)
ECHO(echo_far, const char *const *)
ECHO(echo_opaque, struct opaque *)
ECHO(echo_any, void *)
ECHO(echo_point, struct point)
ECHO(echo_union, union number)
ECHO(echo_enum, enum colour)
ECHO(echo_operation, operation)
ECHO(echo_struct, struct wide)
ECHO(echo_complex, double _Complex)
ECHO(echo_handle, generator(int))
ECHO(echo_size, size_t)
ECHO(echo_fixed, int64_t)

// No memcmp: ten of the sixteen bytes of a long double count.
static generator(long double, long double, long double) extended(void) {
  return yield 0.1L;
}

static void test_values(void) {
  EXPECT(echo_char('a', 'b'));
  EXPECT(echo_bool(1, 0) && echo_bool(0, 1));
  EXPECT(echo_short(65535, 1));
  EXPECT(echo_ulong(~0ul, ~0ul / 2 + 1));
#ifdef __SIZEOF_INT128__
  EXPECT(echo_wide_int((__int128)1 << 100, -1));
#endif
  EXPECT(echo_float(0.5f, -2));
  EXPECT(echo_double(0.1, 1e300));
  char text[] = "text";
  const char *const names[] = {"a", "b"};
  EXPECT(echo_string(text, text + 1));
  EXPECT(echo_constant("a", "b"));
  EXPECT(echo_far(names, names + 1));
  EXPECT(echo_opaque((struct opaque *)text, 0));
  EXPECT(echo_any(text, text + 2));
  EXPECT(echo_point((struct point){1, 2}, (struct point){3, 4}));
  EXPECT(echo_union((union number){.d = 1}, (union number){.d = 2}));
  EXPECT(echo_enum(RED, GREEN));
  EXPECT(echo_operation(twice, negate));
  struct wide full, empty = {{0}};
  memset(&full, 'x', sizeof full);
  EXPECT(echo_struct(full, empty));
  EXPECT(echo_complex(1, 2));
  EXPECT(echo_handle(0, 0));
  EXPECT(echo_size(1, (size_t)-1));
  EXPECT(echo_fixed(INT64_MIN, INT64_MAX));

  long double out, result;
  generator(long double, long double, long double) g = extended();
  EXPECT(gen_next(g, &out) && out == 0.1L);
  EXPECT(!gen_send(g, 0.3L) && gen_result(g, &result) && result == 0.3L);
  gen_close(g);
}

// Each of the three can be void.
static generator(void) nothing(void) {
  note("1");
  yield;
  note("2");
}
static generator(void, int) only_sent(void) { note_number("got ", yield); }
static generator(void, void, double) only_result(void) {
  yield;
  return 0.25;
}
static generator(int, void, int) no_sent(void) {
  yield 1;
  return 2;
}
static generator(void, char, char) no_value(void) { return yield; }

static void test_void(void) {
  gen_auto generator(void) a = nothing();
  EXPECT(gen_next(a) && !gen_next(a));
  EXPECT_NOTES("1 2");
  gen_auto generator(void, int) b = only_sent();
  EXPECT(gen_next(b) && !gen_send(b, 5));
  EXPECT_NOTES("got 5");
  gen_auto generator(void, void, double) c = only_result();
  double d;
  EXPECT(gen_next(c) && !gen_next(c) && gen_result(c, &d) && d == 0.25);
  gen_auto generator(int, void, int) e = no_sent();
  int x;
  EXPECT(gen_next(e, &x) && x == 1);
  EXPECT(!gen_next(e, &x) && x == 1 && gen_result(e, &x) && x == 2);
  gen_auto generator(void, char, char) f = no_value();
  char r;
  EXPECT(gen_next(f) && !gen_send(f, 'r') && gen_result(f, &r) && r == 'r');
}

int main(void) {
  test_values();
  test_void();
}
