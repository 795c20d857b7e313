// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locals, parameters and their addresses stay valid and unmoved across `yield`.
// RUN: %levels %s

#include "../expect.h"
#include <stdint.h>
#include <yieldc.h>

struct list {
  int value;
  struct list *next;
};

static void set(int *p) { *p += 100; }

static generator(int *) addresses(int parameter, struct list record) {
  int local = 1;
  int array[3] = {1, 2, 3};
  struct list second = {5, &record}, *head = &second;
  int *kept = &array[1], **pointer_to_pointer = &kept;
  int *addresses[] = {&parameter, &local, array, &record.value, &second.value};
  for (int i = 0; i < 5; ++i)
    yield addresses[i];
  EXPECT(&parameter == addresses[0] && &local == addresses[1]);
  EXPECT(array == addresses[2] && &record.value == addresses[3]);
  EXPECT(&second.value == addresses[4] && head->next == &record);
  EXPECT(kept == array + 1 && *pointer_to_pointer == kept);
  EXPECT(parameter == 107 && local == 101 && array[0] == 101);
  EXPECT(record.value == 109 && second.value == 105);
  set(&local);
  yield &local;
  EXPECT(local == 301);
}

// Uninitialised until set, in inner scopes, in registers if one asks.
static generator(int) scopes(int n) {
  register int r = n;
  volatile int v = n + 1;
  const int c = n + 2;
  int later;
  yield r;
  later = n + 3;
  {
    int n = 50;
    yield n;
    ++n;
    yield n;
  }
  static int kept = 1000;
  yield later;
  yield v;
  yield c;
  yield ++kept;
  yield r + v + c + later;
}

// Nested blocks, compound literals, string literals, a union, bit-fields.
static generator(int) kinds(void) {
  struct {
    unsigned a : 3, b : 5;
    union {
      int i;
      char c[4];
    };
  } s = {.a = 5, .b = 17, .i = 0};
  int *literal = (int[]){7, 8};
  const char *text = "xyz";
  yield s.a;
  s.a = 7;
  s.c[0] = 1;
  yield s.a + s.b;
  literal[1] += 1;
  yield literal[0] + literal[1];
  yield text[2];
  yield s.i == 0x01000000 || s.i == 1;
}

// A loop's variable whose address is kept for the whole pass.
static generator(int) loop_variables(void) {
  for (int i = 0; i < 3; ++i) {
    int *p = &i, square = i * i, *q = &square;
    yield i;
    EXPECT(p == &i && q == &square);
    yield *p + *q;
  }
}

// Variables of a switch, jumped into and out of.
static generator(int) jumped(int n) {
  switch (n) {
    int inside;
  case 1:
    inside = 5;
    yield inside;
    // fall through
    goto next;
  case 2:
  next:
    inside = 6;
    yield inside;
    break;
  }
  goto into;
  {
    int value;
  into:
    value = 7;
    yield value;
    yield ++value;
  }
}

#define ALL(call, expected)                                                    \
  do {                                                                         \
    foreach (x, call)                                                          \
      note_number("", x);                                                      \
    EXPECT_NOTES(expected);                                                    \
  } while (0)

int main(void) {
  struct list record = {9, 0};
  generator(int *) g = addresses(7, record);
  int *p;
  for (int i = 0; i < 5; ++i) {
    EXPECT(gen_next(g, &p));
    set(p);
  }
  EXPECT(gen_next(g, &p) && *p == 201);
  set(p);
  EXPECT(!gen_next(g) && record.value == 9);
  gen_close(g);

  ALL(scopes(1), "1 50 51 4 2 3 1001 10");
  ALL(scopes(2), "2 50 51 5 3 4 1002 14");
  ALL(kinds(), "5 24 16 122 1");
  ALL(loop_variables(), "0 0 1 2 2 6");
  ALL(jumped(1), "5 6 7 8");
  ALL(jumped(2), "6 7 8");
  ALL(jumped(3), "7 8");
}
