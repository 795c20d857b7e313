// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A generator whose handle stays in the function that makes it, and which is
// therefore fused into it, has the same states, and refuses and unwinds the same.
// RUN: %levels %s
// RUN: %yieldcc -O1 -Rpass=yieldc -c %s -o %t.o 2>&1 | FileCheck %s
// CHECK: generator 'twice' fused
// CHECK: generator 'failing' fused
// CHECK: generator 'catching' fused
// CHECK: generator 'guarded' fused

#include "../expect.h"
#include <yieldc.h>

#define IS(g, state, error)                                                    \
  EXPECT(gen_state(g) == GEN_##state && gen_error(g) == (error))

static generator(int, int) twice(void) {
  yield 1;
  yield 2;
}
static void refused_calls(void) {
  generator(int, int) g = twice();
  EXPECT(!gen_send(g, 1));
  IS(g, CREATED, EINVAL);
  EXPECT(!gen_throw(g, 0));
  IS(g, CREATED, EINVAL);
  EXPECT(gen_next(g));
  IS(g, SUSPENDED, 0);
  EXPECT(!gen_throw(g, 0));
  IS(g, SUSPENDED, EINVAL);
  EXPECT(gen_send(g, 1));
  IS(g, SUSPENDED, 0);
  EXPECT(!gen_next(g));
  IS(g, RETURNED, 0);
  // Finished, too, it refuses a 0 only; what it accepts says no more than that.
  EXPECT(!gen_throw(g, 0));
  IS(g, RETURNED, EINVAL);
  EXPECT(!gen_next(g));
  IS(g, RETURNED, 0);
  EXPECT(!gen_throw(g, 0) && !gen_send(g, 1));
  IS(g, RETURNED, 0);
  EXPECT(!gen_throw(g, 0) && !gen_throw(g, 3));
  IS(g, RETURNED, 0);
  gen_close(g);
}

static generator(int) failing(int code) {
  yield 1;
  gen_fail(code);
}
static void a_failure(void) {
  generator(int) g = failing(6);
  EXPECT(gen_next(g) && !gen_next(g));
  IS(g, FAILED, 6);
  EXPECT(!gen_throw(g, 0));
  IS(g, FAILED, EINVAL);
  EXPECT(!gen_throw(g, 3));
  IS(g, FAILED, 6);
  gen_close(g);
}

static generator(int, int) catching(void) {
  GUARD guard = 1;
  int err, got = gen_catch(err, yield 1);
  note_number("got ", got);
  note_number("err ", err);
  got = gen_catch(err, yield 2);
  note_number("got ", got);
  note_number("err ", err);
  got = yield 3;
  note_number("got ", got);
  yield 4;
  note("not reached");
}
static void throws_and_sends(void) {
  generator(int, int) g = catching();
  EXPECT(gen_next(g) && gen_throw(g, 5) && gen_send(g, 7) && gen_next(g));
  EXPECT_NOTES("got 0 err 5 got 7 err 0 got 0");
  EXPECT(!gen_throw(g, 9));
  IS(g, FAILED, 9);
  EXPECT_NOTES("~1");
  gen_close(g);
  EXPECT_NOTES("");
}

static generator(int) guarded(int n) {
  GUARD outer = n;
  yield 1;
  GUARD inner = n + 1;
  yield 2;
}
static void closes(void) {
  generator(int) g = guarded(1);
  gen_close(g);
  EXPECT_NOTES("");
  g = guarded(2);
  EXPECT(gen_next(g) && gen_next(g));
  gen_close(g);
  EXPECT_NOTES("~3 ~2");
  g = guarded(4);
  EXPECT(!gen_throw(g, 8));
  IS(g, FAILED, 8);
  gen_close(g);
  EXPECT_NOTES("");
}

int main(void) {
  refused_calls();
  a_failure();
  throws_and_sends();
  closes();
}
