// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every call takes the handle of a generator that could not be made, which is
// null: it has failed with ENOMEM.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int, int, long) null(void) { return 0; }
static generator(void, int) null_void(void) { return 0; }

static generator(int, int, long) delegating(int caught) {
  GUARD guard = 1;
  int err;
  if (caught) {
    long r = gen_catch(err, yield from null());
    EXPECT(r == 0 && err == ENOMEM);
    yield 1;
  }
  yield from null();
  note("not reached");
}
static generator(int) over_null(void) {
  generator(int) none = 0;
  foreach (x, none)
    yield x;
  note("not reached");
}
static generator(int) taking(generator(int) g, generator(int) h) {
  yield 1;
  foreach (x, g)
    yield x;
  (void)h;
}

int main(void) {
  generator(int, int, long) g = null();
  int x = 7;
  long r = 7;
  EXPECT(!gen_next(g) && !gen_next(g, &x) && !gen_send(g, 1));
  EXPECT(!gen_send(g, 1, &x) && !gen_throw(g, 1) && !gen_throw(g, 1, &x));
  EXPECT(!gen_throw(g, 0) && !gen_result(g, &r) && x == 7 && r == 7);
  EXPECT(gen_error(g) == ENOMEM && gen_state(g) == GEN_FAILED);
  gen_close(g);
  generator(int, int, long) moved = gen_move(g);
  EXPECT(!moved && !g);
  generator(void, int) v = null_void();
  EXPECT(!gen_next(v) && !gen_send(v, 1) && gen_error(v) == ENOMEM);
  gen_close(v);

  int err = 0;
  foreach (y, null(), err)
    EXPECT(y && !"reached");
  EXPECT(err == ENOMEM);
  {
    gen_auto generator(int, int, long) automatic = null();
    (void)automatic;
  }

  // In a generator: the delegation fails, and can be caught.
  g = delegating(0);
  EXPECT(!gen_next(g, &x) && gen_error(g) == ENOMEM);
  EXPECT_NOTES("~1");
  gen_close(g);
  g = delegating(1);
  EXPECT(gen_next(g, &x) && x == 1 && !gen_next(g) && gen_error(g) == ENOMEM);
  EXPECT_NOTES("~1");
  gen_close(g);

  generator(int) o = over_null();
  EXPECT(!gen_next(o) && gen_error(o) == ENOMEM);
  gen_close(o);

  // As parameters: nothing to close.
  gen_close(taking(0, 0));
  o = taking(0, 0);
  EXPECT(gen_next(o) && !gen_next(o) && gen_error(o) == ENOMEM);
  gen_close(o);
  EXPECT_NOTES("");
}
