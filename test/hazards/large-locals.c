// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Large locals live in the generator's allocation, never on the consumer's stack.
//
// (The cases run on a stack smaller than any of them.)
//
// DEFINE: %{wrap} = -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free
// RUN: %levels %s %{wrap}

#include <errno.h>
#include <stdbool.h>
#include <yieldc.h>

#include "../conformance/Inputs/small-stack.h"
#include "../memory/Inputs/allocations.h"

enum { LARGE = 9 << 20, MIDDLE = 200 << 10 };

static void fill(char *buffer, size_t size, int value) {
  memset(buffer, value, size);
  __asm__ volatile("" : : "r"(buffer) : "memory");
}

generator(int) nine_megabytes(int n) {
  char buffer[LARGE];
  for (int i = 0; i < n; ++i) {
    fill(buffer, sizeof buffer, i);
    yield buffer[0];
    yield buffer[LARGE - 1];
  }
}

static void nine_megabytes_consumed_by_a_foreach(void) {
  int count = 0;
  total_size = 0;
  foreach (x, nine_megabytes(3))
    CHECK_EQ(x, count++ / 2);
  CHECK_EQ(count, 6);
  CHECK(total_size >= LARGE && total_size < LARGE + 4096);
}

static void nine_megabytes_behind_a_local_handle(void) {
  int x = -1;
  generator(int) g = nine_megabytes(1);
  CHECK(gen_next(g, &x) && x == 0 && gen_next(g, &x) && x == 0 && !gen_next(g));
  gen_close(g);
  gen_close(nine_megabytes(1)); // made only
}

generator(int) two_large(void) {
  {
    char one[LARGE];
    fill(one, sizeof one, 1);
    yield one[LARGE / 2];
    yield one[LARGE / 2];
  }
  {
    char other[LARGE];
    fill(other, sizeof other, 2);
    yield other[LARGE / 2];
    yield other[LARGE / 2];
  }
}

static void two_that_never_meet(void) { CHECK_YIELDS(two_large(), 1, 1, 2, 2); }

generator(int) larger_than_the_stack(int n) {
  char buffer[MIDDLE];
  for (int i = 0; i < n; ++i) {
    fill(buffer, sizeof buffer, i);
    yield buffer[MIDDLE - 1];
  }
}

generator(int) plus_one(generator(int) source) {
  char buffer[MIDDLE];
  foreach (x, source) {
    fill(buffer, sizeof buffer, x + 1);
    yield buffer[0];
  }
}

static void a_pipeline_of_middle_ones(void) {
  int expected = 3;
  foreach (x, plus_one(plus_one(plus_one(larger_than_the_stack(10)))))
    CHECK_EQ(x, expected++);
  CHECK_EQ(expected, 13);
}

generator(int) recursive(int n) {
  char buffer[MIDDLE];
  fill(buffer, sizeof buffer, n);
  if (n)
    yield from recursive(n - 1);
  yield buffer[MIDDLE / 2];
}

static void a_recursion_of_middle_ones(void) {
  int expected = 0;
  foreach (x, recursive(50))
    CHECK_EQ(x, expected++);
  CHECK_EQ(expected, 51);
}

struct block {
  char bytes[MIDDLE];
};

generator(int) of_a_large_parameter(const struct block *p, int n) {
  struct block copy = *p;
  for (int i = 0; i < n; ++i) {
    copy.bytes[i] = (char)(copy.bytes[i] + 1);
    yield copy.bytes[i];
  }
}

static void a_large_copy_of_a_record(void) {
  static struct block block = {{10, 20, 30}};
  CHECK_YIELDS(of_a_large_parameter(&block, 3), 11, 21, 31);
  CHECK_EQ(block.bytes[0], 10);
}

static void a_large_frame_that_cannot_be_made_is_null(void) {
  failing = allocations;
  generator(int) g = nine_megabytes(1);
  failing = -1;
  __asm__("" : "+r"(g)); // or the optimiser might make none
  CHECK(g == NULL);
  CHECK_EQ(gen_error(g), ENOMEM);
}

static void *on_a_small_stack(void *unused) {
  static const struct check_case cases[] = {
      CASE(nine_megabytes_consumed_by_a_foreach),
      CASE(nine_megabytes_behind_a_local_handle),
      CASE(two_that_never_meet),
      CASE(a_pipeline_of_middle_ones),
      CASE(a_recursion_of_middle_ones),
      CASE(a_large_copy_of_a_record),
      CASE(a_large_frame_that_cannot_be_made_is_null),
  };
  check_main(cases, sizeof cases / sizeof *cases);
  return unused;
}

int main(void) {
  run_on_a_small_stack(on_a_small_stack);
  return check_failures != 0;
}
