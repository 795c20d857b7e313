// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With YIELDC_NO_SHORT_NAMES, `generator` and `foreach` are the user's;
// gen_generator and gen_foreach always work, and `yield` stays contextual.
// RUN: %levels %s -DYIELDC_NO_SHORT_NAMES
// RUN: %levels %s --levels 0

#include "../expect.h"
#include <yieldc.h>

#ifdef YIELDC_NO_SHORT_NAMES
#if defined generator || defined foreach || defined yield
#error they are to be free
#endif
static int generator(int foreach) { return foreach + 1; }
#else
#if !defined generator || !defined foreach || defined yield
#error they are to be there
#endif
static int (generator)(int foreach) { return foreach + 1; }
#endif

static gen_generator(int) up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}
static gen_generator(int, int) up_to_with_send(void) { yield 1; }
static gen_generator(int, int, int) summing(void) {
  int err, sum = gen_catch(err, yield 1);
  gen_foreach (x, up_to(3))
    sum += x;
  yield from up_to_with_send();
  return sum;
}
static int yield(int from) { return from; }

int main(void) {
  gen_foreach (x, up_to(2))
    note_number("", x);
  int err = 1;
  gen_foreach (x, up_to(1), err)
    note_number("", x);
  EXPECT_NOTES("1 2 1");
  EXPECT(err == 0 && (generator)(1) == 2 && yield(3) == 3);
  gen_auto gen_generator(int, int, int) g = summing();
  int r;
  EXPECT(gen_next(g) && gen_send(g, 10) && !gen_next(g) && gen_result(g, &r));
  EXPECT(r == 16);
}
