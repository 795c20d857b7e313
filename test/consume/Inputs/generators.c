// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "generators.h"

int live;
static void ended(const int *guard) { live -= *guard; }
#define GUARD                                                                  \
  __attribute__((cleanup(ended))) int guard = 1;                               \
  live += guard

generator(int) up_to(int n) {
  GUARD;
  for (int i = 1; i <= n; ++i)
    yield i;
}
generator(int) failing(int n, int code) {
  yield from up_to(n);
  gen_fail(code);
}
generator(void) steps(int n) {
  GUARD;
  while (n--)
    yield;
}
generator(int, int, long) summing(void) {
  GUARD;
  long sum = 0;
  for (;;) {
    int err, got = gen_catch(err, yield(int) sum);
    sum += err ? 1000 * err : got;
    if (!err && !got)
      return sum;
  }
}
generator(int, int, long) delegating(int depth) {
  GUARD;
  if (depth > 1)
    return yield from delegating(depth - 1);
  return yield from summing();
}
generator(struct point) points(int n) {
  for (int i = 0; i < n; ++i)
    yield (struct point){i, -i};
}
generator(struct point, struct point, struct point) adding(struct point p) {
  GUARD;
  for (int i = 0; i < 2; ++i) {
    struct point q = yield p;
    p.x += q.x, p.y += q.y;
  }
  return p;
}
generator(struct fixed) fixed_points(int n) {
  for (int i = 0; i < n; ++i)
    yield (struct fixed){i};
}
generator(struct aligned, struct aligned, struct aligned) aligned_values(int n) {
  struct aligned a = {n}, sent = yield a;
  sent = yield sent;
  return sent;
}
generator(char) letters(const char *text) {
  while (*text)
    yield *text++;
}
generator(const char *, const char *, const char *) texts(const char *text) {
  return yield text;
}
generator(double, float) halves(double x) {
  for (;;)
    x = (yield x / 2) + x / 2;
}
generator(long double, char, short) mixed(void) {
  char c = yield 0.1L;
  return (short)(c + 1);
}
generator(operation, operation) operations(operation f) {
  for (;;)
    f = yield f;
}
generator(int *, void *) pointers(int *p) {
  for (;;)
    p = yield p;
}
generator(void, enum colour, enum colour) colours(void) { return yield; }
#undef ECHO
#define ECHO(name, T)                                                          \
  generator(void, T, T) echo_##name(void) { return yield; }
EACH_ARITHMETIC_TYPE(ECHO)
EACH_POINTER_TYPE(ECHO)
EACH_TYPE_OF_C(ECHO)
generator(int) mapped(generator(int) source, operation f) {
  GUARD;
  foreach (x, source)
    yield f(x);
}
generator(generator(int)) nested(int n) {
  for (int i = 1; i <= n; ++i)
    yield up_to(i);
}
