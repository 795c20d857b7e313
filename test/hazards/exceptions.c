// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// With -fexceptions, where calls can unwind, generators are the same.
//
// (Each marker is then a call that might unwind past a cleanup. An exception that
// does pass through a running body has no meaning that is promised.)
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s -fexceptions
// RUN: %levels %S/../conformance/close.c -fexceptions --levels 0
// RUN: %levels %S/../conformance/throw.c -fexceptions --levels 0
// RUN: %levels %S/../conformance/delegation.c -fexceptions --levels 0
// RUN: %levels %S/../memory/close-everywhere.c %{wrap} -fexceptions --levels 0,2
// RUN: %levels %S/variable-length-arrays.c %{wrap} -fexceptions --levels 0,2

#include <errno.h>
#include <yieldc.h>

#include "../conformance/Inputs/check.h"

/// Might throw, for all the compiler knows.
void might_throw(void);
__attribute__((noinline)) void might_throw(void) { __asm__ volatile(""); }

static int cleanups;
static void count_cleanup(const int *unused) {
  (void)unused;
  might_throw();
  ++cleanups;
}
#define CLEANED __attribute__((cleanup(count_cleanup), unused)) int

generator(int, int, int) inner(int n) {
  CLEANED a = 0;
  for (int i = 0; i < n; ++i) {
    CLEANED b = 0;
    might_throw();
    int sent = yield i;
    might_throw();
    if (sent < 0)
      gen_fail(-sent);
    yield sent;
  }
  return n;
}

generator(int, int, int) outer(int n) {
  CLEANED c = 0;
  int error = 0, result = gen_catch(error, yield from inner(n));
  might_throw();
  yield error;
  foreach (x, inner(1)) {
    CLEANED d = 0;
    yield x;
    might_throw();
  }
  return result + (yield from inner(n));
}

static void it_runs_to_its_end(void) {
  int x = -1, result = -1, n = 0;
  cleanups = 0;
  generator(int, int, int) g = outer(2);
  while (gen_next(g, &x))
    ++n;
  CHECK_EQ(n, 4 + 1 + 2 + 4);
  CHECK(gen_result(g, &result) && result == 4);
  CHECK_EQ(cleanups, 3 + 2 + 2 + 3 + 1);
  gen_close(g);
}

static void it_is_closed_at_each_point(void) {
  // How many scopes are open at each yield.
  static const int open[] = {3, 3, 3, 3, 1, 4, 4, 3, 3, 3, 3};
  for (int point = 0; point < 11; ++point) {
    generator(int, int, int) g = outer(2);
    for (int i = 0; i <= point; ++i)
      CHECK(gen_next(g));
    cleanups = 0;
    gen_close(g);
    CHECK_EQ(cleanups, open[point]);
  }
}

static void it_is_sent_to_and_fails(void) {
  int x = -1;
  cleanups = 0;
  generator(int, int, int) g = outer(2);
  CHECK(gen_next(g, &x) && x == 0);
  CHECK(gen_send(g, 7, &x) && x == 7);
  CHECK(gen_next(g, &x) && x == 1);
  CHECK_EQ(cleanups, 1);
  CHECK(gen_send(g, -5, &x)); // inner fails, outer catches
  CHECK_EQ(x, 5);
  CHECK_EQ(cleanups, 3);
  CHECK(!gen_throw(g, EIO));
  CHECK_EQ(gen_error(g), EIO);
  CHECK_EQ(cleanups, 4);
  gen_close(g);
}

__attribute__((noinline)) static int consumer(int until) {
  CLEANED e = 0;
  foreach (x, outer(2)) {
    might_throw();
    if (x == until)
      return x;
  }
  return -1;
}

static void a_consumer_returns_from_its_loop(void) {
  cleanups = 0;
  CHECK_EQ(consumer(1), 1);
  CHECK_EQ(cleanups, 1 + 3 + 1); // inner's first pass, what was open, its own
  cleanups = 0;
  CHECK_EQ(consumer(99), -1);
  CHECK_EQ(cleanups, 11 + 1);
}

CASES(CASE(it_runs_to_its_end), CASE(it_is_closed_at_each_point),
      CASE(it_is_sent_to_and_fails), CASE(a_consumer_returns_from_its_loop))
