// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Definitions in the style of before C89 work, with the usual promotions.
// RUN: %levels %s -Wno-deprecated-non-prototype -Wno-strict-prototypes

#include "../expect.h"
#include <yieldc.h>

struct pair {
  int a, b[20];
};

static generator(int) up_to(n)
  int n;
{
  for (int i = 1; i <= n; ++i)
    yield i;
}
static generator(int) kinds(c, d, g, p)
  char c;
  float d;
  generator(int) g;
  struct pair p;
{
  yield c;
  yield d * 2;
  foreach (x, g)
    yield x;
  yield p.a + p.b[19];
}
static generator(int) without() { yield 1; }

int main(void) {
  struct pair p = {1, {[19] = 2}};
  generator(int) g = kinds('a', 1.5f, up_to(2), p);
  memset(&p, 0, sizeof p);
  foreach (x, g)
    note_number("", x);
  foreach (x, without())
    note_number("", x);
  EXPECT_NOTES("97 3 1 2 3 1");
  gen_close(kinds('a', 1.5f, up_to(2), p)); // closes the parameter
}
