// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Variable-length arrays live across yields and end with their scope.
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s %{wrap}
// RUN: %levels %s %{wrap} -ftrivial-auto-var-init=pattern
// RUN: %levels %s %{wrap} -ftrivial-auto-var-init=zero
// RUN: %if sanitizers %{ env ASAN_OPTIONS=allocator_may_return_null=1 %levels %s %{wrap} --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <errno.h>
#include <stdint.h>
#include <yieldc.h>

#include "../memory/Inputs/allocations.h"

enum { OOPS = 1000 };

/// How many blocks there are more than when the case began.
static long blocks_at_begin;
static long blocks(void) { return live_blocks - blocks_at_begin; }

// ---- Contents -------------------------------------------------------------------

generator(int) squares(int n) {
  int a[n];
  for (int i = 0; i < n; ++i)
    a[i] = i * i;
  for (int i = 0; i < n; ++i)
    yield a[i];
}
static void the_contents_stay_across_yields(void) {
  int i = 0;
  foreach (x, squares(100))
    CHECK_EQ(x, i * i), ++i;
  CHECK_EQ(i, 100);
}

generator(int *) addresses(int n) {
  int a[n], b[n + 1];
  int *at = a;
  yield a;
  yield b;
  CHECK(at == a);
  yield a;
  yield &b[n];
}
static void an_array_does_not_move(void) {
  int *a = NULL, *b = NULL, *x = NULL;
  generator(int *) g = addresses(10);
  CHECK(gen_next(g, &a) && gen_next(g, &b) && gen_next(g, &x));
  CHECK(x == a);
  CHECK(gen_next(g, &x) && x == b + 10);
  for (int i = 0; i < 10; ++i)
    a[i] = i, b[i + 1] = -i; // they don't overlap
  for (int i = 0; i < 10; ++i)
    CHECK(a[i] == i && b[i + 1] == -i);
  gen_close(g);
}

generator(size_t) sizes(int n) {
  int calls = 0;
  short a[++calls + n];
  n = 100;
  yield sizeof a;
  yield sizeof a / sizeof *a;
  yield (size_t)calls;
  typedef char row[n];
  n = 5;
  row *rows = NULL, one;
  yield sizeof *rows;
  yield sizeof one;
  yield sizeof(row[2]);
  one[99] = 1;
}
static void sizes_are_as_they_were_at_the_declaration(void) {
  const size_t expected[] = {8, 4, 1, 100, 100, 200};
  int i = 0;
  foreach (x, sizes(3))
    CHECK_EQ(x, expected[i++]);
  CHECK_EQ(i, 6);
}

generator(int) matrix(int rows, int columns) {
  int m[rows][columns], (*pointer)[columns] = m;
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) {
      m[i][j] = 10 * i + j;
      yield (int)sizeof m[i];
    }
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j)
      yield pointer[i][j];
}
static void an_array_can_have_two_dimensions(void) {
  const int bytes = 3 * sizeof(int);
  CHECK_YIELDS(matrix(2, 3), bytes, bytes, bytes, bytes, bytes, bytes, 0, 1, 2,
               10, 11, 12);
}

generator(int) of_a_parameter(int n, int (*a)[n], int b[n]) {
  for (int i = 0; i < n; ++i)
    yield (*a)[i] + b[i] + (int)(sizeof *a / sizeof **a);
}
static void parameters_can_have_variable_types(void) {
  int a[3] = {1, 2, 3};
  CHECK_YIELDS(of_a_parameter(3, &a, a), 5, 7, 9);
}

generator(int, int) sized_by_a_yield(void) {
  char a[yield 1], b[2 + (yield 2)];
  yield (int)sizeof a;
  yield (int)sizeof b;
}
static void a_size_can_be_what_was_sent(void) {
  int x = -1;
  generator(int, int) g = sized_by_a_yield();
  CHECK(gen_next(g, &x) && x == 1);
  CHECK(gen_send(g, 10, &x) && x == 2);
  CHECK(gen_send(g, 20, &x) && x == 10);
  CHECK(gen_next(g, &x) && x == 22);
  gen_close(g);
}

struct wide {
  _Alignas(64) char bytes[64];
};
generator(void *) over_aligned(int n) {
  struct wide a[n];
  _Alignas(128) char b[n];
  yield a;
  yield b;
}
static void an_over_aligned_array_is_aligned(void) {
  void *p = NULL;
  for (int n = 1; n < 10; ++n) {
    generator(void *) g = over_aligned(n);
    CHECK(gen_next(g, &p));
    CHECK_EQ((uintptr_t)p % 64, 0);
    memset(p, 1, 64 * (size_t)n);
    CHECK(gen_next(g, &p));
    CHECK_EQ((uintptr_t)p % 128, 0);
    gen_close(g);
  }
}

// ---- Ends -------------------------------------------------------------------------

generator(int) in_a_loop(int n) {
  for (int i = 1; i <= n; ++i) {
    char a[i], b[i];
    a[0] = b[0] = 1;
    if (i % 3 == 0)
      continue;
    yield a[0] + b[0];
  }
}
static void a_loops_array_ends_with_each_pass(void) {
  blocks_at_begin = live_blocks;
  foreach (x, in_a_loop(100))
    CHECK(x == 2 && blocks() <= 3); // the frame and two arrays
}

generator(int) left_by_goto(int n) {
again: {
  char a[n + 1];
  a[n] = (char)n;
  yield a[n];
  if (n-- > 0)
    goto again;
}
  {
    char b[5];
    if (n < 0)
      goto out;
    b[0] = 1;
    yield b[0];
  }
out:
  yield 100;
}
static void an_array_left_by_goto_ends(void) {
  int expected = 50;
  blocks_at_begin = live_blocks;
  foreach (x, left_by_goto(50)) {
    CHECK_EQ(x, expected < 0 ? 100 : expected);
    CHECK(blocks() <= 2);
    --expected;
  }
  CHECK_EQ(expected, -2);
}

generator(int) goto_before_the_declaration(int n) {
  int rounds = 0;
  {
  again:;
    char a[n];
    a[n - 1] = (char)n;
    yield a[n - 1];
    n *= 2; // the array's new size, the next time
    if (++rounds < 6)
      goto again; // ends it, and declares it again
    yield (int)sizeof a;
  }
}
static void a_jump_to_before_the_declaration_makes_it_anew(void) {
  blocks_at_begin = live_blocks;
  int n = 2, last = 0;
  foreach (x, goto_before_the_declaration(2)) {
    CHECK(blocks() <= 2);
    CHECK_EQ(x, n);
    last = x;
    n = n == 64 ? 64 : 2 * n;
  }
  CHECK_EQ(last, 64);
}

generator(int) leaves_two_loops(int n) {
  for (int i = 1;; ++i) {
    int a[i];
    for (int j = 1;; ++j) {
      int b[j];
      b[j - 1] = a[i - 1] = i * j;
      yield b[j - 1];
      if (j == n)
        goto out;
      if (j == i)
        break;
    }
  }
out:
  yield 0;
}
static void arrays_left_from_several_scopes_end(void) {
  blocks_at_begin = live_blocks;
  int count = 0, last = -1;
  foreach (x, leaves_two_loops(10)) {
    CHECK(blocks() <= 3);
    ++count;
    last = x;
  }
  CHECK_EQ(count, 55 + 1);
  CHECK_EQ(last, 0);
}

generator(int) in_a_statement_expression(int n) {
  for (int i = 1; i <= n; ++i) {
    int last = __extension__({
      int a[i];
      a[i - 1] = i;
      yield 0;
      a[i - 1];
    });
    yield last;
  }
}
static void an_array_in_a_statement_expression_ends_with_it(void) {
  int expected = 0;
  blocks_at_begin = live_blocks;
  foreach (x, in_a_statement_expression(50)) {
    CHECK_EQ(x, expected % 2 ? expected / 2 + 1 : 0);
    CHECK(blocks() <= 2);
    ++expected;
  }
  CHECK_EQ(expected, 100);
}

static void fill(const int *unused) {
  (void)unused;
  note("~%d", *unused);
}
generator(int) with_cleanups(int n) {
  __attribute__((cleanup(fill))) int first = 1;
  int a[n];
  __attribute__((cleanup(fill))) int second = 2;
  int b[n];
  a[0] = b[0] = 5;
  {
    char c[n];
    __attribute__((cleanup(fill))) int third = 3;
    c[0] = 1;
    yield a[0] + c[0];
  }
  yield b[0];
}
static void arrays_and_cleanups_end_in_one_order_at_each_point(void) {
  static const char *const traces[] = {"", "~3 ~2 ~1", "~3 ~2 ~1", "~3 ~2 ~1"};
  for (int point = 0; point < 4; ++point)
    for (int thrown = 0; thrown < 2; ++thrown) {
      blocks_at_begin = live_blocks;
      generator(int) g = with_cleanups(3);
      for (int i = 0; i < point; ++i)
        CHECK_EQ(gen_next(g), i < 2);
      if (thrown)
        CHECK(!gen_throw(g, OOPS));
      gen_close(g);
      CHECK_TRACE(traces[point]);
    }
}

// ---- No memory ----------------------------------------------------------------------

generator(int) huge(size_t n) {
  __attribute__((cleanup(fill))) int first = 1;
  yield 1;
  char a[n];
  note("made");
  a[n - 1] = 1;
  yield 2;
}
static void an_array_too_large_for_memory_fails_the_generator(void) {
  generator(int) g = huge(SIZE_MAX - 0xffff);
  CHECK(gen_next(g) && !gen_next(g));
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), ENOMEM);
  CHECK_TRACE("~1");
  gen_close(g);
}

// Filled where it is declared, so before any statement that follows.
generator(int) cleared(size_t n) {
  char a[n] = {};
  note("made");
  yield a[n - 1];
}
static int say(const char *what) { return note("%s", what), 2; }
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
generator(int) labelled(int passes, size_t n, size_t m) {
  switch (passes) {
  default:
  again:
    int first = say("first"), a[n], between = say("between"), b[m], last = say("last");
    yield (int)((sizeof a + sizeof b) / sizeof(int)) + first + between + last;
    if (--passes > 0)
      goto again;
  }
}
#pragma clang diagnostic pop
static void arrays_declared_together_behind_labels(void) {
  CHECK_YIELDS(labelled(2, 10, 20), 36, 36);
  CHECK_TRACE("first between last first between last");
  generator(int) g = labelled(1, SIZE_MAX / 8, 1);
  CHECK(!gen_next(g) && gen_error(g) == ENOMEM);
  CHECK_TRACE("first");
  gen_close(g);
  g = labelled(1, 1, SIZE_MAX / 8);
  CHECK(!gen_next(g) && gen_error(g) == ENOMEM);
  CHECK_TRACE("first between");
  gen_close(g);
}

static void an_array_with_an_initializer(void) {
  generator(int) g = cleared(1000);
  int x = 1;
  CHECK(gen_next(g, &x) && x == 0);
  CHECK_TRACE("made");
  gen_close(g);
}
static void noted(void *array) { note(array ? "array" : "null"); }
generator(int) with_cleanup(size_t n) {
  __attribute__((cleanup(noted))) char a[n];
  note("made");
  yield (int)sizeof(a);
}
static void the_cleanup_of_an_array_without_memory_gets_null(void) {
  CHECK_YIELDS(with_cleanup(3), 3);
  CHECK_TRACE("made array");
  generator(int) g = with_cleanup(SIZE_MAX - 0xffff);
  CHECK(!gen_next(g) && gen_error(g) == ENOMEM);
  CHECK_TRACE("null");
  gen_close(g);
}

generator(int) overflowing(size_t n) {
  int64_t a[n];
  note("made");
  a[0] = 1;
  yield (int)a[0];
}
/// That g, which makes an array first, fails for want of memory.
static void check_not_made(generator(int) g) {
  CHECK(!gen_next(g));
  CHECK_EQ(gen_state(g), GEN_FAILED);
  CHECK_EQ(gen_error(g), ENOMEM);
  CHECK_TRACE("");
  gen_close(g);
}
static void no_memory_for_an_array_with_an_initializer_fails_the_generator(void) {
  check_not_made(cleared(SIZE_MAX - 0xffff));
}
static void an_array_whose_size_overflows_fails_the_generator(void) {
  check_not_made(overflowing(SIZE_MAX / sizeof(int64_t) + 2));
}

// Each product wraps to a few bytes, or to none.
generator(int) two_dimensions(size_t n, size_t m) {
  char a[n][m];
  note("made");
  a[0][0] = 1;
  yield a[0][0];
}
generator(int) three_dimensions(size_t n, size_t m, size_t k) {
  int64_t a[n][m][k];
  note("made");
  a[0][0][0] = 1;
  yield (int)a[0][0][0];
}
generator(int) rows_of_fixed_length(size_t n) {
  char a[n][1024];
  note("made");
  a[0][0] = 1;
  yield a[0][0];
}
generator(int) rows_of_a_named_type(size_t n, size_t m) {
  typedef int row[m];
  row a[n];
  note("made");
  a[0][0] = 1;
  yield a[0][0];
}
static void dimensions_whose_product_overflows_fail_the_generator(void) {
  const size_t half = (size_t)1 << (sizeof(size_t) * 4); // its square is 0
  check_not_made(two_dimensions(half, half));
  check_not_made(two_dimensions(half + 1, half));
  check_not_made(two_dimensions(SIZE_MAX, SIZE_MAX)); // their product is 1
  check_not_made(three_dimensions(half, 1, half));
  check_not_made(three_dimensions(half, half / 2, 4));
  check_not_made(three_dimensions(1, half, half / sizeof(int64_t)));
  check_not_made(rows_of_fixed_length(SIZE_MAX / 1024 + 2));
  check_not_made(rows_of_a_named_type(half, half));
  check_not_made(rows_of_a_named_type(half, half / 4 + 1));
  CHECK_YIELDS(three_dimensions(2, 3, 4), 1);
}

CASES(CASE(the_contents_stay_across_yields), CASE(an_array_does_not_move),
      CASE(sizes_are_as_they_were_at_the_declaration),
      CASE(an_array_can_have_two_dimensions),
      CASE(parameters_can_have_variable_types),
      CASE(a_size_can_be_what_was_sent), CASE(an_over_aligned_array_is_aligned),
      CASE(a_loops_array_ends_with_each_pass), CASE(an_array_left_by_goto_ends),
      CASE(a_jump_to_before_the_declaration_makes_it_anew),
      CASE(arrays_left_from_several_scopes_end),
      CASE(an_array_in_a_statement_expression_ends_with_it),
      CASE(arrays_and_cleanups_end_in_one_order_at_each_point),
      CASE(an_array_too_large_for_memory_fails_the_generator),
      CASE(an_array_with_an_initializer),
      CASE(no_memory_for_an_array_with_an_initializer_fails_the_generator),
      CASE(arrays_declared_together_behind_labels),
      CASE(the_cleanup_of_an_array_without_memory_gets_null),
      CASE(an_array_whose_size_overflows_fails_the_generator),
      CASE(dimensions_whose_product_overflows_fail_the_generator))
