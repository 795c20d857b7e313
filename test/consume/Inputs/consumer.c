// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Consumes all of generators.h, without the plugin; strict C99, C++11, and what
// is later than either.

#include "../../expect.h"
#include "generators.h"

static int twice(int n) { return 2 * n; }

static int sum(generator(int) g) {
  int total = 0;
  foreach (x, g)
    total += x;
  return total;
}
static int found(generator(int) g, int what) {
  foreach (x, g)
    if (x == what)
      return 1;
  return 0;
}

static void test_loops(void) {
  int err = -1, n = 0;
  EXPECT(sum(up_to(4)) == 10 && sum(mapped(up_to(3), twice)) == 12);
  EXPECT(found(up_to(9), 4) && !found(up_to(3), 4) && live == 0);
  foreach (x, failing(3, 7), err) {
    EXPECT(err == 0);
    if (x == 2)
      continue;
    n += x;
  }
  EXPECT(err == 7 && n == 4);
  foreach (x, mapped(failing(1, -5), twice), err)
    EXPECT(x == 2);
  EXPECT(err == -5);
  foreach (x, failing(3, 7), err)
    if (x == 2)
      break;
  EXPECT(err == 0 && live == 0);
  foreach (x, up_to(2))
    foreach (y, mapped(up_to(x), twice))
      n += 10 * x + y;
  EXPECT(n == 4 + 12 + 22 + 24);
  n = 0;
  foreach (x, up_to(9)) {
    foreach (y, up_to(9)) {
      n += y;
      if (y == 2)
        goto out;
    }
    n += 100 * x;
  }
out:
  EXPECT(n == 3 && live == 0);
  foreach (p, points(3))
    n += p.x - p.y;
  EXPECT(n == 3 + 6);
  foreach (f, fixed_points(3))
    n += f.number;
  EXPECT(n == 12);
  foreach (c, letters("ab"))
    n += c;
  EXPECT(n == 12 + 'a' + 'b');
  foreach (inner, nested(3))
    n += sum(inner);
  EXPECT(n == 12 + 'a' + 'b' + 1 + 3 + 6);
}

static void test_calls(void) {
  int x = 9;
  long r = 9;
  generator(int, int, long) g = summing();
  EXPECT(gen_state(g) == GEN_CREATED && !gen_send(g, 1));
  EXPECT(gen_error(g) == EINVAL && gen_state(g) == GEN_CREATED);
  EXPECT(gen_next(g, &x) && x == 0 && gen_error(g) == 0);
  EXPECT(gen_send(g, 5, &x) && x == 5 && gen_send(g, 6));
  EXPECT(gen_throw(g, 3, &x) && x == 3011 && gen_throw(g, 1));
  EXPECT(!gen_throw(g, 0) && gen_error(g) == EINVAL);
  EXPECT(gen_state(g) == GEN_SUSPENDED && !gen_result(g, &r) && r == 9);
  EXPECT(!gen_next(g, &x) && x == 3011);
  EXPECT(gen_state(g) == GEN_RETURNED && gen_result(g, &r) && r == 4011);
  EXPECT(!gen_next(g) && !gen_send(g, 1) && live == 0);
  gen_close(g);

  g = delegating(3);
  EXPECT(gen_next(g, &x) && x == 0 && live == 4);
  EXPECT(gen_send(g, 5, &x) && x == 5 && gen_throw(g, 1, &x) && x == 1005);
  {
    generator(int, int, long) h = gen_move(g);
    EXPECT(!g && gen_send(h, 1, &x) && x == 1006);
    gen_close(h);
  }
  EXPECT(live == 0);
  g = delegating(2);
  EXPECT(gen_next(g) && !gen_send(g, 0) && gen_result(g, &r) && r == 0);
  gen_close(g);
  g = delegating(2);
  EXPECT(!gen_throw(g, 4) && gen_state(g) == GEN_FAILED && gen_error(g) == 4);
  gen_close(g);
  g = 0;
  EXPECT(!gen_next(g, &x) && !gen_send(g, 1, &x) && !gen_throw(g, 1, &x));
  EXPECT(gen_error(g) == ENOMEM && gen_state(g) == GEN_FAILED);
  gen_close(g);

  {
    gen_auto generator(void) s = steps(2);
    EXPECT(gen_next(s) && live == 1 && gen_next(s) && !gen_next(s) && live == 0);
  }
  {
    gen_auto generator(int) a = up_to(3);
    EXPECT(gen_next(a, &x) && x == 1 && live == 1);
  }
  EXPECT(live == 0);
}

// What is sent converts, where it is arithmetic, char * or void *; others match.
static void test_types(void) {
  struct point one = {1, 2}, p = {0, 0};
  generator(struct point, struct point, struct point) a = adding(one);
  EXPECT(gen_next(a, &p) && p.x == 1 && p.y == 2 && gen_send(a, p, &p));
  EXPECT(p.x == 2 && p.y == 4 && !gen_send(a, one) && gen_result(a, &p));
  EXPECT(p.x == 3 && p.y == 6);
  gen_close(a);

  {
    struct aligned v = {0}, sent = {8};
    generator(struct aligned, struct aligned, struct aligned) g = aligned_values(7);
    EXPECT((size_t)g % 64 == 0);
    EXPECT(gen_next(g, &v) && v.value == 7 && gen_send(g, sent, &v));
    EXPECT(v.value == 8);
    sent.value = 9;
    EXPECT(!gen_send(g, sent) && gen_result(g, &v) && v.value == 9);
    gen_close(g);
  }
  {
    const char *s = 0;
    char text[] = "sent";
    generator(const char *, const char *, const char *) g = texts("first");
    EXPECT(gen_next(g, &s) && !strcmp(s, "first") && !gen_send(g, text));
    EXPECT(gen_result(g, &s) && s == text);
    gen_close(g);
    g = texts("");
    EXPECT(gen_next(g) && !gen_send(g, "literal") && gen_result(g, &s));
    EXPECT(!strcmp(s, "literal"));
    gen_close(g);
  }
  {
    double d = 0;
    generator(double, float) g = halves(8);
    EXPECT(gen_next(g, &d) && d == 4 && gen_send(g, 1, &d) && d == 2.5);
    EXPECT(gen_send(g, 'd', &d) && d == 0.5 * ('d' + 2.5));
    EXPECT(gen_send(g, 0.5f, &d));
    gen_close(g);
  }
  {
    long double l = 0;
    short r = 0;
    generator(long double, char, short) g = mixed();
    EXPECT(gen_next(g, &l) && l == 0.1L && !gen_send(g, 65));
    EXPECT(gen_result(g, &r) && r == 66);
    gen_close(g);
  }
  {
    operation f = 0;
    generator(operation, operation) g = operations(twice);
    EXPECT(gen_next(g, &f) && f == twice && gen_send(g, f, &f) && f == twice);
    gen_close(g);
  }
  {
    int numbers[2], *q = 0;
    generator(int *, void *) g = pointers(numbers);
    EXPECT(gen_next(g, &q) && q == numbers);
    EXPECT(gen_send(g, &numbers[1], &q) && q == numbers + 1);
    gen_close(g);
  }
  {
    enum colour c = RED;
    generator(void, enum colour, enum colour) g = colours();
    EXPECT(gen_next(g) && !gen_send(g, BLUE) && gen_result(g, &c) && c == BLUE);
    gen_close(g);
  }
  // An int converts to each.
#define SENT(name, T, value)                                                   \
  {                                                                            \
    T v = 0;                                                                   \
    generator(void, T, T) g = echo_##name();                                   \
    EXPECT(gen_next(g) && !gen_send(g, value) && gen_result(g, &v));           \
    EXPECT(v == (value));                                                      \
    gen_close(g);                                                              \
  }
#define SENT_NUMBER(name, T) SENT(name, T, 1)
#define SENT_POINTER(name, T) SENT(name, T, text)
  EACH_ARITHMETIC_TYPE(SENT_NUMBER)
  {
    char text[] = "text";
    EACH_POINTER_TYPE(SENT_POINTER)
  }
#ifndef __cplusplus
  EACH_TYPE_OF_C(SENT_NUMBER)
#endif
}

int main(void) {
  test_loops();
  test_calls();
  test_types();
  EXPECT(live == 0);
  return 0;
}
