// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A frame is about as large as what a struct written by hand would hold.
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s %{wrap}
// RUN: %levels %s %{wrap} -ftrivial-auto-var-init=pattern

#include <stdbool.h>
#include <yieldc.h>

#include "../memory/Inputs/allocations.h"

// Two pointers, the state and the slot, the place in the body: 16 + 2 + 4 + 4,
// rounded up, and some room for what an ABI may need.
enum { EMPTY = 6 * sizeof(void *) };
#ifdef __OPTIMIZE__
enum { ROUND = 1 };
#else
enum { ROUND = 4 }; // unoptimised, temporaries are variables too
#endif

/// The handle goes where no optimiser follows, so that its frame is allocated.
static void *volatile anywhere;
#define FRAME_SIZE(g)                                                          \
  (last_size = 0, anywhere = (void *)(g), check_frame(anywhere), last_size)

static void check_frame(void *frame) {
  generator(int) g = frame;
  CHECK(g != NULL);
  anywhere = NULL;
  size_t size = last_size;
  while (gen_next(g))
    ;
  gen_close(g);
  last_size = size;
}

// ---- Four hundred yields -------------------------------------------------------

#define TIMES_4(x) x x x x
#define TIMES_20(x) TIMES_4(x) TIMES_4(x) TIMES_4(x) TIMES_4(x) TIMES_4(x)
#define TIMES_400(x) TIMES_20(TIMES_20(x))

generator(int) four_hundred(int n) { TIMES_400(yield++n;) }

static void four_hundred_yields_with_one_live_int_need_one_int(void) {
  int n = 5;
  CHECK(FRAME_SIZE(four_hundred(0)) <= ROUND * (EMPTY + sizeof(int)));
  foreach (x, four_hundred(5))
    CHECK_EQ(x, ++n);
  CHECK_EQ(n, 405);
}

generator(int, int) four_hundred_sent(void) {
  int sum = 0;
  TIMES_400(sum += yield sum;) yield sum;
}

static void four_hundred_values_sent_need_no_room_each(void) {
  int x = -1;
  CHECK(FRAME_SIZE(four_hundred_sent()) <= ROUND * (EMPTY + sizeof(int)));
  generator(int, int) g = four_hundred_sent();
  CHECK(gen_next(g, &x));
  for (int i = 0; i < 400; ++i)
    CHECK(gen_send(g, i, &x));
  CHECK_EQ(x, 400 * 399 / 2);
  gen_close(g);
}

// ---- A few variables --------------------------------------------------------------

generator(int) fibonacci(int n) {
  int a = 0, b = 1;
  while (n--) {
    yield a;
    int next = a + b;
    a = b;
    b = next;
  }
}

static void a_small_generator_has_a_small_frame(void) {
  CHECK(FRAME_SIZE(fibonacci(10)) <= ROUND * (EMPTY + 3 * sizeof(int)));
}

generator(int) not_across_a_yield(int n) {
  for (int i = 0; i < n; ++i) {
    char buffer[64];
    memset(buffer, i, sizeof buffer);
    __asm__ volatile("" : : "r"(buffer) : "memory");
    int sum = buffer[0] + buffer[63];
    yield sum;
  }
}

static void an_array_across_a_yield_is_in_the_frame_once(void) {
  // (Or not at all: it isn't needed behind the yield.)
  CHECK(FRAME_SIZE(not_across_a_yield(3)) <= ROUND * (EMPTY + 64 + 16));
}

#define BLOCK(n)                                                               \
  {                                                                            \
    char buffer[100];                                                          \
    memset(buffer, n, sizeof buffer);                                          \
    __asm__ volatile("" : : "r"(buffer) : "memory");                           \
    yield n;                                                                   \
    yield buffer[99];                                                          \
  }
generator(int) in_turn(void) {
  BLOCK(1) BLOCK(2) BLOCK(3) BLOCK(4) BLOCK(5) BLOCK(6) BLOCK(7) BLOCK(8)
}

static void arrays_of_scopes_that_never_meet_share_their_place(void) {
  size_t size = FRAME_SIZE(in_turn());
  CHECK(size >= EMPTY / 2 + 100);
#ifdef __OPTIMIZE__
  CHECK(size <= EMPTY + 2 * 100);
#endif
  CHECK_YIELDS(in_turn(), 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8);
}

generator(int) delegates(int n) {
  if (n)
    yield from delegates(n - 1);
  yield n;
}

static void delegation_needs_a_few_pointers(void) {
  generator(int) g = (last_size = 0, delegates(0));
  CHECK(last_size <= ROUND * (EMPTY + 4 * sizeof(void *)));
  gen_close(g);
}

CASES(CASE(four_hundred_yields_with_one_live_int_need_one_int),
      CASE(four_hundred_values_sent_need_no_room_each),
      CASE(a_small_generator_has_a_small_frame),
      CASE(an_array_across_a_yield_is_in_the_frame_once),
      CASE(arrays_of_scopes_that_never_meet_share_their_place),
      CASE(delegation_needs_a_few_pointers))
