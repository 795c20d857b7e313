// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gen_state and gen_error in each situation; a refused call notes EBUSY or EINVAL
// until the next accepted one, and harms nothing.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int, int) ints;

static ints *own; ///< the handle of the generator that is running

#define IS(g, state, error)                                                    \
  EXPECT(gen_state(g) == GEN_##state && gen_error(g) == (error))

static ints looking(void) {
  IS(*own, RUNNING, 0);
  yield 1;
  IS(*own, RUNNING, 0);
  yield 2;
}

// A body that does nothing but look, by itself and by a function.
static int state_of(const ints *g) { return gen_state(*g); }
static ints only_looking(const ints *mine) {
  yield gen_state(*mine);
  for (;;)
    yield state_of(mine);
}
// And in place of another, of which it looks at the state.
static ints looking_at_outer(const ints *outer) {
  yield from only_looking(outer);
}

// Resuming or closing itself is refused.
static ints touching_itself(void) {
  int x = 9;
  EXPECT(!gen_next(*own, &x) && x == 9);
  IS(*own, RUNNING, EBUSY);
  yield 1;
  IS(*own, RUNNING, 0);
  EXPECT(!gen_send(*own, 4, &x) && x == 9);
  IS(*own, RUNNING, EBUSY);
  int sent = yield 2;
  EXPECT(sent == 5);
  EXPECT(!gen_throw(*own, 7));
  IS(*own, RUNNING, EBUSY);
  yield 3;
  EXPECT(!gen_throw(*own, 0));
  IS(*own, RUNNING, EBUSY);
  yield 4;
  gen_close(*own);
  IS(*own, RUNNING, EBUSY);
  yield 5;
}

// So it is from a generator that it delegates to.
static ints touching_outer(void) {
  EXPECT(!gen_next(*own));
  IS(*own, RUNNING, EBUSY);
  yield 1;
  gen_close(*own);
  IS(*own, RUNNING, EBUSY);
  yield 2;
}
static ints *inner;
static ints delegating(ints g) {
  ints copy = g; // the delegation leaves null in g
  inner = &copy;
  yield from g;
  yield 3;
}

static ints failing(void) {
  yield 1;
  gen_fail(6);
}

/// Each refusal is told until the next call that is accepted, whatever that is.
static void until_accepted(ints g) {
  EXPECT(!gen_send(g, 1) && gen_error(g) == EINVAL);
  IS(g, CREATED, EINVAL);
  EXPECT(gen_next(g));
  IS(g, SUSPENDED, 0);
  EXPECT(!gen_throw(g, 0) && !gen_throw(g, 0));
  IS(g, SUSPENDED, EINVAL);
  EXPECT(gen_send(g, 1));
  IS(g, SUSPENDED, 0);
  EXPECT(!gen_throw(g, 0));
  IS(g, SUSPENDED, EINVAL);
  EXPECT(!gen_throw(g, 9));
  IS(g, FAILED, 9);
  EXPECT(!gen_throw(g, 0));
  IS(g, FAILED, EINVAL);
  EXPECT(!gen_send(g, 1));
  IS(g, FAILED, 9);
  gen_close(g);
}
static void throw_after_refusal(ints g) {
  EXPECT(!gen_send(g, 1));
  IS(g, CREATED, EINVAL);
  EXPECT(!gen_throw(g, 7));
  IS(g, FAILED, 7);
  gen_close(g);
}
static ints twice(void) {
  yield 1;
  yield 2;
}

int main(void) {
  int x;
  until_accepted(twice());
  until_accepted(delegating(twice()));
  throw_after_refusal(twice());
  throw_after_refusal(delegating(twice()));
  ints g = looking();
  own = &g;
  IS(g, CREATED, 0);
  EXPECT(!gen_send(g, 1));
  IS(g, CREATED, EINVAL);
  EXPECT(!gen_throw(g, 0));
  IS(g, CREATED, EINVAL);
  EXPECT(gen_next(g));
  IS(g, SUSPENDED, 0);
  EXPECT(!gen_throw(g, 0));
  IS(g, SUSPENDED, EINVAL);
  EXPECT(gen_next(g));
  IS(g, SUSPENDED, 0);
  EXPECT(!gen_next(g));
  IS(g, RETURNED, 0);
  EXPECT(!gen_next(g) && !gen_send(g, 1) && !gen_throw(g, 1));
  IS(g, RETURNED, 0);
  gen_close(g);

  g = only_looking(&g);
  for (int i = 0; i < 3; ++i)
    EXPECT(gen_next(g, &x) && x == GEN_RUNNING);
  IS(g, SUSPENDED, 0);
  gen_close(g);
  g = looking_at_outer(&g);
  for (int i = 0; i < 3; ++i)
    EXPECT(gen_next(g, &x) && x == GEN_RUNNING);
  gen_close(g);

  g = failing();
  EXPECT(gen_next(g) && !gen_next(g));
  IS(g, FAILED, 6);
  EXPECT(!gen_next(g) && !gen_send(g, 1) && !gen_throw(g, 3));
  IS(g, FAILED, 6);
  gen_close(g);

  g = looking();
  EXPECT(!gen_throw(g, 8));
  IS(g, FAILED, 8);
  gen_close(g);
  IS((ints)0, FAILED, ENOMEM);

  g = touching_itself();
  EXPECT(gen_next(g, &x) && x == 1);
  EXPECT(gen_next(g, &x) && x == 2);
  EXPECT(gen_send(g, 5, &x) && x == 3);
  EXPECT(gen_next(g, &x) && x == 4 && gen_next(g, &x) && x == 5);
  EXPECT(!gen_next(g));
  IS(g, RETURNED, 0);
  gen_close(g);

  g = delegating(touching_outer());
  IS(g, CREATED, 0);
  EXPECT(gen_next(g, &x) && x == 1);
  IS(g, SUSPENDED, EBUSY); // the call from inside came after this one's begin
  EXPECT(gen_next(g, &x) && x == 2);
  IS(g, SUSPENDED, EBUSY);
  // The inner one has a state of its own.
  IS(*inner, SUSPENDED, 0);
  EXPECT(gen_next(g, &x) && x == 3);
  IS(g, SUSPENDED, 0);
  gen_close(g);
}
