// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_next, gen_send and gen_throw with and without a place for the value; what
// they leave untouched; gen_result.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int, int, long) body(int n) {
  int err, v = gen_catch(err, yield n);
  if (err)
    v = -err;
  v = yield v;
  return 10 * v;
}

/// Counts how often an argument is evaluated.
static int evaluated;
static generator(int, int, long) once(generator(int, int, long) g) {
  ++evaluated;
  return g;
}

int main(void) {
  int x = 99, *p = &x;
  long r = 99;
  generator(int, int, long) g = body(1);
  EXPECT(!gen_result(g, &r) && r == 99);
  EXPECT(gen_next(g, &x) && x == 1);
  EXPECT(gen_send(g, 2, &x) && x == 2);
  EXPECT(!gen_send(g, 3, &x) && x == 2); // untouched at the end
  EXPECT(gen_result(g, &r) && r == 30);
  EXPECT(!gen_next(g, &x) && !gen_send(g, 4, &x) && !gen_throw(g, 5, &x));
  EXPECT(x == 2 && gen_state(g) == GEN_RETURNED && gen_error(g) == 0);
  EXPECT(gen_result(g, &r) && r == 30);
  gen_close(g);

  // Without a place the value is dropped.
  g = body(1);
  EXPECT(gen_next(g) && gen_send(g, 2) && !gen_next(g));
  EXPECT(gen_result(g, &r) && r == 0); // a plain next sends a zero
  gen_close(g);

  g = body(1);
  EXPECT(gen_next(g) && gen_throw(g, 7) && !gen_throw(g, 8));
  EXPECT(gen_error(g) == 8 && gen_state(g) == GEN_FAILED);
  EXPECT(!gen_result(g, &r));
  gen_close(g);

  g = body(1);
  EXPECT(gen_next(g) && gen_throw(g, 7, &x) && x == -7);
  EXPECT(!gen_throw(g, 8, &x) && x == -7);
  gen_close(g);

  // On a fresh one a throw finishes it, the body never run; a send is refused,
  // and leaves it fresh.
  g = body(1);
  EXPECT(!gen_throw(g, 6, &x) && x == -7);
  EXPECT(gen_error(g) == 6 && gen_state(g) == GEN_FAILED && !gen_next(g));
  gen_close(g);
  g = body(1);
  EXPECT(!gen_send(g, 5, &x) && x == -7);
  EXPECT(gen_error(g) == EINVAL && gen_state(g) == GEN_CREATED);
  EXPECT(gen_next(g, &x) && x == 1 && gen_error(g) == 0);
  // A throw of 0 is refused, and harms nothing.
  EXPECT(!gen_throw(g, 0, &x) && x == 1 && gen_error(g) == EINVAL);
  EXPECT(gen_state(g) == GEN_SUSPENDED);
  EXPECT(gen_send(g, 6, &x) && x == 6 && gen_error(g) == 0);

  // Arguments are evaluated once.
  EXPECT(!gen_send(once(g), 9, p++) && p == &x + 1 && evaluated == 1);
  EXPECT(gen_result(once(g), &r) && r == 90 && evaluated == 2);
  EXPECT(gen_state(once(g)) == GEN_RETURNED && evaluated == 3);
  EXPECT(gen_error(once(g)) == 0 && evaluated == 4);
  EXPECT(!gen_next(once(g)) && evaluated == 5);
  EXPECT(!gen_throw(once(g), 1) && evaluated == 6);
  gen_close(once(g));
  EXPECT(evaluated == 7);

  // Each is an expression of type bool (gen_state: enum gen_state).
#define IS_BOOL(e) _Generic((e), _Bool: 1, default: 0)
  _Static_assert(IS_BOOL(gen_next(g)) && IS_BOOL(gen_next(g, &x)) &&
                     IS_BOOL(gen_send(g, 1)) && IS_BOOL(gen_send(g, 1, &x)) &&
                     IS_BOOL(gen_throw(g, 1)) && IS_BOOL(gen_throw(g, 1, &x)) &&
                     IS_BOOL(gen_result(g, &r)),
                 "bool");
  _Static_assert(_Generic(gen_error(g), int: 1, default: 0), "int");
  _Static_assert(_Generic(gen_state(g), enum gen_state: 1, default: 0), "enum");
}
