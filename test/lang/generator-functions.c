// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function definition that returns a generator type, however spelled, and has
// `yield` in its body is a generator function; with no `yield` it is an ordinary
// one; and `yield` is an ordinary identifier everywhere else.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int) ints;
typedef ints same_ints;
typedef ints maker(int);

static generator(int) direct(int n) { yield n; }
static ints by_typedef(int n) { yield n; }
static same_ints by_typedef_of_typedef(int n) { yield n; }
static __typeof__(direct(0)) by_typeof(int n) { yield n; }
static __typeof__((ints)0) by_typeof_of_cast(int n) { yield n; }
static __attribute__((noinline)) ints with_attribute(int n) { yield n; }
static maker declared_by_typedef;
static ints declared_by_typedef(int n) { yield n; }

// A declarator with parentheses.
static generator(int)(in_parentheses)(int n) { yield n; }

// A pointer to a generator is no generator.
static ints *pointer_to_handle(ints *p) {
  int yield = 1;
  return p + yield - 1;
}

// Ordinary functions that return handles run at the call.
static int ran;
static generator(int) ordinary(int n) {
  ++ran;
  return n ? direct(n) : by_typedef(-1);
}
static ints null(void) { return 0; }

// Names in other name spaces, where nothing else is called `yield`: of members
// and labels, here and in generator functions; of an enumerator.
struct crop {
  int yield, from;
};
static int of_member(const struct crop *c, struct crop d) {
  return c->yield + d.yield;
}
static struct crop in_designator(int n) {
  return (struct crop){.from = 1, .yield = n};
}
static int at_label(int n) {
  if (n)
    goto yield;
  n = 2;
yield:
  return n;
}
static int in_switch(int n) {
  switch (n) {
  case 1:
  yield:
    return n;
  default:
    n = 5;
    goto yield;
  }
}
static int of_local_enumerator(void) {
  enum { yield = 3 };
  return yield;
}
static int of_local_enum(int n) {
  enum e { no, yield } e = n ? yield : no;
  return e;
}
static unsigned long in_offsetof(void) {
  return __builtin_offsetof(struct crop, yield);
}
static int of_local_struct(void) {
  struct {
    int yield;
  } s = {4};
  return s.yield;
}
static generator(int) makes_by_member(const struct crop *c) {
  return direct(c->yield);
}
static generator(int) yields_members(struct crop *c) {
  yield c->yield;
  struct crop two = {.yield = c->yield + 1};
  yield two.yield;
  c->yield = 9;
}

// `yield` as an ordinary identifier: of a variable, a parameter, a function, a
// tag, a member, a label, an enumerator, a macro's parameter.
static int yield;
struct yield {
  int yield;
};
static int as_parameter(int yield) { return yield + 1; }
static int as_label(void) {
  goto yield;
yield:
  return yield++;
}
static int as_member(void) {
  struct yield yield = {.yield = 3};
  return yield.yield;
}
static int as_enumerator(void) {
  enum { other, yield };
  return yield;
}
static int as_function(void) {
  int (*yield)(int) = as_parameter;
  return yield(5);
}
#define ADD(yield) (yield + 1)
static int from_yield(int from) { return yield + from; }

// In a generator function other uses than the keyword's are gone, but these
// names are free.
static generator(int) free_names(int from, int self, int value) {
  int yieldc = from, frame = self, yields = value;
  yield yieldc + frame + yields;
}

static int only(ints g) {
  int x = -1;
  EXPECT(gen_next(g, &x) && !gen_next(g) && gen_state(g) == GEN_RETURNED);
  gen_close(g);
  return x;
}

int main(void) {
  EXPECT(only(direct(1)) == 1);
  EXPECT(only(by_typedef(2)) == 2);
  EXPECT(only(by_typedef_of_typedef(3)) == 3);
  EXPECT(only(by_typeof(4)) == 4);
  EXPECT(only(by_typeof_of_cast(5)) == 5);
  EXPECT(only(with_attribute(6)) == 6);
  EXPECT(only(declared_by_typedef(7)) == 7);
  EXPECT(only(in_parentheses(8)) == 8);
  EXPECT(only(free_names(1, 2, 3)) == 6);
  ints handles[1] = {0};
  EXPECT(pointer_to_handle(handles) == handles);

  ints g = ordinary(9);
  EXPECT(ran == 1 && only(g) == 9);
  EXPECT(only(ordinary(0)) == -1 && ran == 2);
  EXPECT(!null());

  struct crop crop = {7, 0};
  EXPECT(of_member(&crop, crop) == 14 && in_designator(5).yield == 5);
  EXPECT(at_label(0) == 2 && at_label(1) == 1);
  EXPECT(in_switch(1) == 1 && in_switch(2) == 5);
  EXPECT(of_local_enumerator() == 3 && of_local_enum(1) == 1);
  EXPECT(in_offsetof() == 0 && of_local_struct() == 4);
  EXPECT(only(makes_by_member(&crop)) == 7);
  int sum = 0;
  foreach (x, yields_members(&crop))
    sum += x;
  EXPECT(sum == 15 && crop.yield == 9);

  EXPECT(as_parameter(1) == 2 && as_label() == 0 && as_label() == 1);
  EXPECT(as_member() == 3 && as_enumerator() == 1 && as_function() == 6);
  EXPECT(ADD(4) == 5 && from_yield(1) == 3);
  yield = 6;
  EXPECT(yield == 6);
}
