#include <yieldc.h>

struct point {
  int x, y;
};

generator(struct point, int) points(int n) {
  int err;
  for (int i = 0; i < n; ++i) {
    int sent = yield(struct point){i, n};
    if (sent)
      yield(struct point){sent, i};
    sent = gen_catch(err, yield(struct point){1, 2});
    if (err)
      gen_fail(err);
    while (sent--)
      yield from points(sent);
  }
}

generator(int, int) sums(generator(int) numbers) {
  int sum = 0;
  foreach (x, numbers) {
    sum += yield x;
    sum = yield(yield(sum + 1));
  }
}

typedef generator(int) ints;
ints (*maker)(int);
