// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator type can be written inline wherever a type can.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int) ints;
typedef generator(int, void, long) counted;

// In return types, of prototypes too, and of parameters without names.
static generator(int) up_to(int n);
static int sum(generator(int));
static generator(int) up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}

// In parameters, with a name; in variables; in sizeof and casts.
static int sum(generator(int) g) {
  generator(int) copy = (generator(int))(void *)g;
  _Static_assert(sizeof(generator(int)) == sizeof(void *), "one pointer");
  int total = 0;
  foreach (x, copy)
    total += x;
  return total;
}

// In struct members, anonymous and nested ones too, and unions.
struct source {
  const char *name;
  generator(int) values;
  struct {
    generator(struct source *) sources;
  };
  union {
    generator(char *) words;
    void *none;
  } other;
};

// In pointers to generator functions, as variables, parameters, members.
typedef generator(int) (*maker)(int);
static generator(int) (*const make)(int) = up_to;
static int sum_of(generator(int) (*f)(int), int n) { return sum(f(n)); }
static generator(int) (*choose(int which))(int) { return which ? up_to : 0; }
struct table {
  generator(int) (*open)(int);
};

// In arrays, initializers, compound literals; as a static variable.
static generator(int) kept[2];
static struct source none = {"none", 0, {0}, {0}};

// In _Generic and typeof.
#define IS_INTS(e) _Generic((e), generator(int): 1, default: 0)

int main(void) {
  EXPECT(sum(up_to(4)) == 10);
  EXPECT(sum_of(up_to, 3) == 6 && sum_of(make, 3) == 6 && sum_of(*make, 3) == 6);
  EXPECT(sum(choose(1)(2)) == 3);
  maker m = up_to;
  EXPECT(sum(m(1)) == 1);
  struct table t = {up_to}, *p = &t;
  EXPECT(sum(t.open(2)) == 3 && sum((*p->open)(2)) == 3);

  struct source s = none;
  s.values = up_to(5);
  EXPECT(sum(s.values) == 15 && !s.sources && !s.other.words);
  kept[1] = up_to(3);
  ints *q = kept + 1;
  EXPECT(!kept[0] && sum(*q) == 6);
  EXPECT(sum((generator(int)[]){up_to(2), 0}[0]) == 3);

  ints g = up_to(1);
  generator(int) *r = &g;
  __typeof__(up_to(1)) h = *r;
  EXPECT(IS_INTS(g) && IS_INTS(*r) && IS_INTS(h) && IS_INTS(make(1)));
  EXPECT(!IS_INTS((counted)0) && !IS_INTS(0));
  EXPECT(sum(h) == 1);
  generator(int) a = up_to(1), b = up_to(2);
  EXPECT(sum(a) + sum(b) == 4);
}
