// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_send converts the value to S as by initialisation.
// RUN: %levels %s -Wno-literal-conversion

#include "../expect.h"
#include <yieldc.h>

struct base {
  int a;
};
struct opaque;
typedef int (*operation)(int);
enum colour { RED, BLUE = 5 };

static int twice(int n) { return 2 * n; }

/// A generator that is sent an S and returns it; and: sends it a value, and
/// checks what it gets, v.
#define ECHO(name, S)                                                          \
  static generator(void, S, S) name(void) { return yield; }
#define SENDS(name, S, value, check)                                           \
  do {                                                                         \
    generator(void, S, S) g = name();                                          \
    S v;                                                                       \
    EXPECT(gen_next(g) && !gen_send(g, value) && gen_result(g, &v));           \
    EXPECT(check);                                                             \
    gen_close(g);                                                              \
  } while (0)

ECHO(ints, int)
ECHO(chars, char)
ECHO(unsigneds, unsigned)
ECHO(longs, long long)
ECHO(doubles, double)
ECHO(bools, _Bool)
ECHO(colours, enum colour)
ECHO(strings, const char *)
ECHO(texts, char *)
ECHO(anys, void *)
ECHO(bases, struct base)
ECHO(pointers, struct base *)
ECHO(constants, const struct base *)
ECHO(opaques, struct opaque *)
ECHO(operations, operation)
ECHO(handles, generator(int))
#ifdef __SIZEOF_INT128__
ECHO(wides, __int128)
#endif

int main(void) {
  SENDS(ints, int, 'a', v == 'a');
  SENDS(ints, int, 2.75, v == 2);
  SENDS(ints, int, BLUE, v == 5);
  SENDS(ints, int, (_Bool)7, v == 1);
  SENDS(ints, int, 3u, v == 3);
  SENDS(chars, char, 65, v == 'A');
  SENDS(unsigneds, unsigned, -1, v == ~0u);
  SENDS(longs, long long, -1, v == -1);
  SENDS(longs, long long, ~0u, v == 0xffffffff);
  SENDS(doubles, double, 1, v == 1.0);
  SENDS(doubles, double, 0.5f, v == 0.5);
  SENDS(bools, _Bool, 0.5, v == 1);
  SENDS(bools, _Bool, "pointer", v == 1);
  SENDS(colours, enum colour, 5, v == BLUE);
#ifdef __SIZEOF_INT128__
  SENDS(wides, __int128, 1, v == 1);
#endif

  char text[] = "text";
  struct base b = {3};
  SENDS(strings, const char *, text, v == text);
  SENDS(strings, const char *, "literal", !strcmp(v, "literal"));
  SENDS(strings, const char *, 0, !v);
  SENDS(strings, const char *, NULL, !v);
  SENDS(texts, char *, text, v == text);
  SENDS(texts, char *, (void *)text, v == text);
  SENDS(texts, char *, NULL, !v);
  SENDS(anys, void *, text, v == text);
  SENDS(anys, void *, &b, v == &b);
  SENDS(anys, void *, 0, !v);
  SENDS(pointers, struct base *, &b, v == &b);
  SENDS(pointers, struct base *, NULL, !v);
  SENDS(pointers, struct base *, 0, !v);
  SENDS(pointers, struct base *, (void *)&b, v == &b);
  SENDS(constants, const struct base *, &b, v == &b);
  SENDS(opaques, struct opaque *, NULL, !v);
  SENDS(operations, operation, twice, v(2) == 4);
  SENDS(operations, operation, &twice, v(2) == 4);
  SENDS(operations, operation, NULL, !v);
  SENDS(handles, generator(int), NULL, !v);
  SENDS(bases, struct base, b, v.a == 3);
  SENDS(bases, struct base, (struct base){4}, v.a == 4);
  const struct base constant = {5};
  SENDS(bases, struct base, constant, v.a == 5);

  // The value is evaluated once, before the resume.
  int n = 0;
  SENDS(ints, int, ++n, v == 1 && n == 1);
}
