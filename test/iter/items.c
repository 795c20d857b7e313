// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: one value at a time, and where a sequence begins and ends.
//
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>
#include <stdint.h>

#include "Inputs/show.h"

static int twice(int x) { return 2 * x; }
static int plus(int x, int y) { return x + y; }
static int add(int x, const int *y) { return x + *y; }
static bool is_odd(int x) { return x % 2; }
static bool divides(int x, int n) { return x % n == 0; }
static int below(int x, long limit) { return x < limit; }
static bool half(int x, double *out) { return is_odd(x) ? false : (*out = x / 4.0, true); }
static _Bool parse(const char *text, int *out, int base) {
  char *end;
  *out = (int)strtol(text, &end, base);
  return end != text && !*end;
}
static double square_root_of_square(double x) { return x; }
static char *constant(int x) { return x ? (char *)"yes" : 0; }

static void maps(void) {
  int two = 2;
  INTS(iter_map(twice, source(3, 0)), " 0 2 4");
  INTS(iter_map(add, &two, source(3, 0)), " 2 3 4");
  INTS(iter_map(plus, 5, source(2, 0)), " 5 6");
  int (*pointer)(int) = two > 1 ? twice : 0;
  INTS(iter_map(pointer, source(2, 0)), " 0 2");
  INTS(iter_map(&twice, source(2, 0)), " 0 2");
  INTS(iter_map(twice, source(0, 0)), "");
  // What C converts is converted.
  SHOWS(iter_map(square_root_of_square, source(2, 0)), " 0 1", " %g", x);
  SHOWS(iter_filter(constant, source(3, 0)), " 1 2", " %d", x);
  SOURCES(8, 8, 17);
}

static void filters(void) {
  INTS(iter_filter(is_odd, source(6, 0)), " 1 3 5");
  INTS(iter_filter(divides, 3, source(7, 0)), " 0 3 6");
  INTS(iter_filter(is_odd, source(1, 0)), "");
  SHOWS(iter_filter_map(half, source(5, 0)), " 0 0.5 1", " %g", x);
  static const char *const words[] = {"12", "x", "7f", "", "3"};
  INTS(iter_filter_map(parse, 10, iter_array(words)), " 12 3");
  INTS(iter_filter_map(parse, 16, iter_array(words)), " 18 127 3");
  INTS(iter_filter(is_odd, source(4, 5)), " 1 3!5");
  SOURCES(5, 5, 23);
  // A hundred thousand in a row that are left out.
  INTS(iter_filter(divides, 100000, iter_range(1, 200001)), " 100000 200000");
}

static int seen;
static void look(int x) { seen += x; }
static int look_in(int x, int *sum) { return *sum += x; }

static void enumerates(void) {
  SHOWS(iter_enumerate(iter_range(5, 7)), " 0:5 1:6", " %zu:%d", x.index, x.value);
  SHOWS(iter_enumerate(1, iter_chars("ab")), " 1:a 2:b", " %d:%c", x.index, x.value);
  SHOWS(iter_enumerate((long long)-1, source(0, 0)), "", " %lld:%d", x.index, x.value);
  // It can be held, and handed on.
  __auto_type held = iter_enumerate(iter_range(9, 11));
  __typeof__(*iter_collect(held, (size_t *)0)) one;
  EXPECT(gen_next(held, &one) && one.index == 0 && one.value == 9);
  EXPECT(gen_next(held, &one) && one.index == 1 && one.value == 10);
  EXPECT(!gen_next(held, &one));
  gen_close(held);
}

static void inspects(void) {
  int sum = 0;
  INTS(iter_inspect(look, source(3, 0)), " 0 1 2");
  EXPECT(seen == 3);
  INTS(iter_take(2, iter_inspect(look_in, &sum, source(9, 0))), " 0 1");
  EXPECT(sum == 1);
}

static void catches(void) {
  int error = 5;
  INTS(iter_catch(&error, source(2, 0)), " 0 1");
  EXPECT(error == 0);
  INTS(iter_catch(&error, source(2, 7)), " 0 1");
  EXPECT(error == 7);
  INTS(iter_catch(&error, (ints)0), "");
  EXPECT(error == 12); // ENOMEM
  EXPECT(iter_sum(iter_map(twice, iter_catch(&error, source(4, 9)))) == 12 && error == 9);
  begun = ended = pulled = 0;
}

static void takes(void) {
  INTS(iter_take(3, source(9, 0)), " 0 1 2");
  SOURCES(1, 1, 3); // and not one more
  INTS(iter_take(0, source(9, 0)), "");
  SOURCES(0, 0, 0);
  INTS(iter_take(-1, source(9, 0)), "");
  INTS(iter_take(5, source(2, 0)), " 0 1");
  INTS(iter_take(SIZE_MAX, source(2, 0)), " 0 1");
  INTS(iter_take(2, source(2, 7)), " 0 1"); // it was not asked whether it fails
  INTS(iter_take(3, source(2, 7)), " 0 1!7");
  INTS(iter_skip(2, source(4, 0)), " 2 3");
  INTS(iter_skip(0, source(2, 0)), " 0 1");
  INTS(iter_skip(2, source(2, 0)), "");
  INTS(iter_skip(9, source(2, 0)), "");
  INTS(iter_skip(SIZE_MAX, source(2, 0)), "");
  INTS(iter_skip(-5, source(2, 0)), " 0 1");
  INTS(iter_skip(5, source(2, 7)), "!7");
  INTS(iter_take(2, iter_skip(100000, iter_count(0))), " 100000 100001");
  INTS(iter_step(1, source(3, 0)), " 0 1 2");
  INTS(iter_step(2, source(5, 0)), " 0 2 4");
  INTS(iter_step(2, source(4, 0)), " 0 2");
  INTS(iter_step(3, source(0, 0)), "");
  INTS(iter_step(SIZE_MAX, source(3, 0)), " 0");
  INTS(iter_step(0, source(3, 0)), "!22");
  INTS(iter_step(-1, source(3, 0)), "!22");
  INTS(iter_step(2, source(3, 7)), " 0 2!7");
  begun = ended = pulled = 0;
  INTS(iter_take(2, iter_step(3, source(9, 0))), " 0 3");
  SOURCES(1, 1, 4);
}

static void whiles(void) {
  INTS(iter_take_while(below, 3, source(9, 0)), " 0 1 2");
  SOURCES(1, 1, 4);
  INTS(iter_take_while(is_odd, source(9, 0)), "");
  INTS(iter_take_while(below, 3, source(2, 7)), " 0 1!7");
  INTS(iter_skip_while(below, 3, source(5, 0)), " 3 4");
  INTS(iter_skip_while(is_odd, source(3, 0)), " 0 1 2");
  INTS(iter_skip_while(below, 9, source(3, 0)), "");
  INTS(iter_skip_while(below, 9, source(3, 7)), "!7");
  INTS(iter_skip_while(below, 1, source(3, 7)), " 1 2!7");
  INTS(iter_skip_while(below, 100000, iter_range(100002)), " 100000 100001");
  begun = ended = pulled = 0;
}

/// Nothing runs until it is asked for, and closing the end closes all.
static void lazy(void) {
  ints g = iter_map(twice, iter_filter(is_odd, iter_take(9, source(9, 0))));
  SOURCES(0, 0, 0);
  int x;
  EXPECT(gen_next(g, &x) && x == 2);
  SOURCES(1, 0, 2);
  gen_close(g);
  SOURCES(0, 1, 0);
  g = iter_skip(1, iter_skip_while(is_odd, iter_step(2, iter_take_while(below, 5, source(9, 0)))));
  gen_close(g); // before it has begun
  SOURCES(0, 0, 0);
}

static ints itself;
static int resume_itself(int x) {
  EXPECT(!gen_next(itself) && gen_error(itself) == 16); // EBUSY
  return x;
}

static void refuses_itself(void) {
  itself = iter_map(resume_itself, source(2, 0));
  int x;
  EXPECT(gen_next(itself, &x) && x == 0);
  EXPECT(gen_next(itself, &x) && x == 1);
  EXPECT(!gen_next(itself, &x) && gen_error(itself) == 0);
  gen_close(itself);
  begun = ended = pulled = 0;
}

static void throws(void) {
  ints g = iter_map(twice, iter_take(5, source(5, 0)));
  EXPECT(gen_next(g) && !gen_throw(g, 9) && gen_error(g) == 9 && gen_state(g) == GEN_FAILED);
  SOURCES(1, 1, 1);
  gen_close(g);
}

/// A parameter of a generator function is taken over as by foreach.
static ints passes_on(ints g, ints h) {
  foreach (x, iter_take(2, g))
    yield x;
  yield iter_sum(h);
  yield from iter_map(twice, iter_range(2));
}
static ints of_a_local(void) {
  ints g = source(3, 0);
  gen_auto ints h = iter_skip(1, g);
  int x;
  while (gen_next(h, &x))
    yield x;
}
static ints fails(void) { yield iter_sum(source(3, 8)); }

static void in_generators(void) {
  INTS(passes_on(source(5, 0), source(4, 0)), " 0 1 6 0 2");
  SOURCES(2, 2, 6);
  gen_close(passes_on(source(5, 0), source(4, 0)));
  SOURCES(0, 0, 0);
  INTS(of_a_local(), " 1 2");
  INTS(fails(), "!8");
  SOURCES(2, 2, 6);
}

struct big {
  char text[100];
  double value;
};
static struct big make(int x) {
  struct big b = {"", x};
  snprintf(b.text, sizeof b.text, "<%d>", x);
  return b;
}
static bool large(struct big b) { return b.value > 0.5; }

static void any_type(void) {
  SHOWS(iter_filter(large, iter_map(make, source(3, 0))), " <1> <2>", " %s", x.text);
  SHOWS(iter_skip(1, iter_chars("abc")), " b c", " %c", x);
  struct big all[] = {{"a", 1}, {"b", 0}};
  SHOWS(iter_filter(large, iter_array(all)), " a", " %s", x.text);
}

int main(void) {
  maps();
  filters();
  enumerates();
  inspects();
  catches();
  begun = ended = pulled = 0;
  takes();
  begun = ended = pulled = 0;
  whiles();
  lazy();
  refuses_itself();
  throws();
  in_generators();
  any_type();
  return 0;
}
