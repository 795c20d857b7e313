// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The preprocessor goes first: macros can expand to `yield` or to a part of what
// belongs to it, take it as an argument, and be defined inside a body.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

#define YIELD yield
#define GIVE(x) yield(x)
#define GIVE_TWICE(x) (yield(x), yield(x))
#define DELEGATE(g) yield from g
#define FROM from
#define IDENTITY(...) __VA_ARGS__
#define TWICE(e) ((e) + (e))
#define TEXT(x) #x
#define PASTE(a, b) a##b
#define LOOP(x, g) foreach (x, g)
#define GENERATOR(T, name) static generator(T) name
#define INTS generator(int)
#define FAIL(c) gen_fail(c)
#define RETURN return
#define STEP()                                                                 \
  do {                                                                         \
    int step = 7;                                                              \
    yield step;                                                                \
  } while (0)

static int inner_number(void) { return 66; }

GENERATOR(int, inner)(int n) { YIELD n; }

static INTS all(void) {
  YIELD 1;
  GIVE(2);
  GIVE_TWICE(3);
  DELEGATE(inner(4));
  yield FROM inner(5);
  IDENTITY(yield 6;)
  IDENTITY(yield) IDENTITY(inner_number());
  STEP();
  PASTE(yi, eld) 8;
#define LOCAL 9
  yield LOCAL;
#undef LOCAL
  LOOP (x, inner(10))
    yield x;
  yield(int) sizeof TEXT(yield) - 1; // its text, not the keyword
  RETURN;
}

static generator(int, int, int) operands(void) { return TWICE(yield 1); }

static INTS failing(void) {
  yield 1;
  FAIL(3);
}

// The keyword comes only out of a macro.
#define EMIT(a)                                                                \
  for (int i = 0; i < 2; ++i)                                                  \
  yield a + i
static INTS only_in_macro(void) { EMIT(5); }

int main(void) {
  foreach (x, all())
    note_number("", x);
  EXPECT_NOTES("1 2 3 3 4 5 6 66 7 8 9 10 5");
  generator(int, int, int) g = operands();
  int r;
  EXPECT(gen_next(g) && gen_send(g, 3) && !gen_send(g, 4) && gen_result(g, &r));
  EXPECT(r == 7);
  gen_close(g);
  int err;
  foreach (x, failing(), err)
    EXPECT(x == 1);
  EXPECT(err == 3);
  foreach (x, only_in_macro())
    note_number("", x);
  EXPECT_NOTES("5 6");
}
