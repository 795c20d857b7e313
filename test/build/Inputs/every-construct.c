// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every construct of the language, with unused results, nesting, shadowing and
// narrow types: nothing here deserves a warning, in C99 and later.

#include <stdlib.h>
#include <yieldc.h>

struct point {
  int x, y;
};
struct fixed {
  const int number;
};
typedef int (*operation)(int);
typedef generator(int) ints;

static void close_ints(ints *g) { gen_close(*g); }

static ints up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}
static generator(char, short, unsigned char) narrow(char c) {
  short got = yield c;
  got = yield(char) got;
  if (got)
    return (unsigned char)got;
  return 3;
}
static generator(struct point, struct fixed, struct point) records(struct point p) {
  struct fixed f = yield p;
  p.x = f.number;
  yield p;
  yield p;
  return p;
}
static generator(float, double, long double) floating(float f) {
  double d = yield f;
  yield(float) d;
  return d;
}
static generator(void) nothing(void) {
  yield;
  yield;
  return;
}
static generator(_Bool, void *, const char *) pointers(void *p) {
  p = yield 1;
  yield p != 0;
  return "text";
}
static generator(int, int) unused(ints a, ints b, int c) {
  (void)c;
  yield 1;
  yield 2;
  int err;
  gen_catch(err, yield 3);
  if (err)
    gen_fail(err);
  (void)a;
  foreach (x, b)
    yield x;
}
static generator(int, int, int) nested(int depth) {
  int x = 0;
  if (depth > 0) {
    yield from nested(depth - 1);
    x = yield from nested(depth - 1);
    x += yield depth;
    x += (yield 1) + (yield 2) * (yield x);
    {
      int depth_below = yield x;
      x -= depth_below;
    }
  }
  foreach (y, up_to(2)) {
    foreach (z, up_to(y)) {
      int err = 0;
      x += gen_catch(err, yield z);
      if (err != 0)
        return err;
      if (z > 4)
        break;
      if (z > 3)
        continue;
    }
  }
  int err = 0;
  foreach (y, up_to(2), err)
    x += y;
  return err ? err : x;
}
static generator(int) cleanups(int n, operation f) {
  __attribute__((cleanup(close_ints))) ints g = up_to(n);
  gen_auto ints h = up_to(n);
  int x;
  while (gen_next(g, &x))
    yield f(x);
  for (int i = 0; i < n; ++i)
    switch (i) {
    case 1:
      yield i;
      break;
    case 2:
      continue;
    default:
      if (n > 5)
        return;
      else
        yield -i;
    }
  do
    yield n;
  while (--n > 0);
  yield from gen_move(h);
}
static ints ternary(int n) {
  n > 1 ? yield 1 : (void)0;
  yield n > 1 ? 2 : 3;
}
static ints never(void) {
  for (;;)
    yield 1;
}
static ints vla(size_t n) {
  char a[n + 1];
  for (size_t i = 0; i <= n; ++i)
    a[i] = (char)i;
  yield a[n];
}

static int negate(int n) { return -n; }

static ints expressions(ints numbers, int k) {
  generator(double) halves = gen_expr(x / 2.0, for (x, numbers), if (x != k));
  foreach (half, gen_expr(h + 1, for (h, halves)))
    yield (int)half;
  yield from gen_expr(x, for (x, up_to(2)), for (y, up_to(x)));
}

int main(void) {
  int x = 0, err = 0;
  struct point p = {1, 2};
  struct fixed f = {3};
  foreach (y, up_to(2))
    x += y;
  foreach (y, cleanups(3, negate), err)
    x += y;
  foreach (y, up_to(2))
    foreach (z, up_to(2))
      if (y == z)
        x += 1;
  foreach (y, up_to(1))
    ;
  foreach (y, ternary(2))
    x += y;
  foreach (y, never())
    break;
  foreach (y, vla(3))
    x += y;

  generator(char, short, unsigned char) n = narrow('a');
  char c = 'b';
  unsigned char u = 0;
  gen_next(n, &c);
  gen_send(n, 3, &c);
  gen_next(n);
  gen_result(n, &u);
  gen_close(n);

  generator(struct point, struct fixed, struct point) r = records(p);
  gen_next(r, &p);
  gen_send(r, f, &p);
  gen_throw(r, 3);
  gen_close(r);

  generator(float, double, long double) g = floating(1.5f);
  float value = 0;
  gen_next(g, &value);
  gen_send(g, 2.5);
  gen_throw(g, 3, &value);
  err = gen_error(g);
  gen_close(g);

  generator(void) v = nothing();
  while (gen_next(v))
    ++x;
  gen_close(v);

  generator(_Bool, void *, const char *) q = pointers(&x);
  _Bool b = 0;
  const char *text = "";
  if (gen_next(q, &b) && gen_send(q, NULL, &b) && !gen_next(q))
    gen_result(q, &text);
  gen_close(q);

  gen_close(unused(up_to(1), up_to(2), 3));
  generator(int, int, int) m = nested(2);
  while (gen_next(m, &x))
    ;
  if (gen_state(m) != GEN_RETURNED || gen_error(m))
    abort();
  gen_close(m);

  int total = 0;
  foreach (each, gen_expr(i * x, for (i, expressions(up_to(6), 2))))
    total += each - x;
  gen_close(gen_expr(i, for (i, up_to(3))));
  if (total != x * total)
    total = 0;
  return 0;
}
