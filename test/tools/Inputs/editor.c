// The common forms, in each of which an editor must see nothing wrong.

#include <stdio.h>
#include <yieldc.h>

struct point {
  int x, y;
};
struct tree {
  struct tree *left, *right;
  int key;
};

generator(int) fibonacci(int n) {
  int a = 0, b = 1;
  while (n--) {
    yield a;
    int next = a + b;
    a = b;
    b = next;
  }
}

generator(int) walk(struct tree *t) {
  if (!t)
    return;
  yield from walk(t->left);
  yield t->key;
  yield from walk(t->right);
}

generator(double, double) averager(void) {
  double sum = 0, n = 0;
  while (1) {
    double v = yield(n ? sum / n : 0);
    sum += v;
    n++;
  }
}

generator(int, int, int) total(void) {
  int s = 0;
  for (int i = 0; i < 3; i++)
    s += yield i;
  return s;
}

generator(int, int, char *) name(void) {
  int got = yield 1;
  if (got)
    return "a";
  return 0;
}

generator(struct point) points(void) {
  yield(struct point){1, 2};
  struct point p = {3, 4};
  yield p;
}

generator(void) ticks(void) {
  yield;
  yield;
}

generator(int) filter(generator(int) source, int prime) {
  foreach (x, source)
    if (x % prime)
      yield x;
}

generator(int, int) delegate(generator(int, int, int) g) {
  int err;
  int r = yield from g;
  r = gen_catch(err, yield 3);
  if (err)
    gen_fail(err);
  yield r;
  yield -1;
  yield *&r;
}

int main(void) {
  foreach (x, fibonacci(10))
    printf("%d\n", x);
  int err;
  foreach (p, points(), err)
    printf("%d\n", p.x);
  gen_auto generator(int) g = fibonacci(3);
  int v;
  while (gen_next(g, &v))
    printf("%d\n", v);
  generator(int, int, int) t = total();
  gen_send(t, 3, &v);
  gen_result(t, &v);
  gen_close(t);
  generator(void) k = ticks();
  while (gen_next(k))
    ;
}
