// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: the n-th allocation fails, for every n. What fails is ENOMEM, and nothing stays allocated or open; likewise where a
// pipeline is left after its first value, or before it.
//
// REQUIRES: uthash
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <yieldc/keyed.h>

#include "../expect.h"

typedef generator(int) ints;

static size_t live, left; // bytes allocated; allocations before one fails

void *gen_allocate(size_t size, size_t align) {
  if (left-- == 0)
    return NULL;
  live += size;
  return align > 16 ? aligned_alloc(align, size) : malloc(size);
}
void gen_release(void *memory, size_t size, size_t align) {
  (void)align;
  live -= size;
  free(memory);
}

static int twice(int x) { return 2 * x; }
static int plus(int a, int x) { return a + x; }
static bool is_odd(int x) { return x % 2; }
static bool less(int x, int y) { return x < y; }
static bool half(int x, int *out) { return *out = x / 2, x % 3; }
static int rest(int x) { return x % 5; }
static int open;
static void count_end(const int *unused) {
  (void)unused;
  --open;
}

static ints source(int n) {
  __attribute__((cleanup(count_end))) const int unused = ++open;
  (void)unused;
  for (int i = 0; i < n; ++i)
    yield i;
}

#define FIRSTS(g) gen_expr(p.items[0] + (int)p.count, for (p, g))
static ints tee(int n) {
  ints readers[2];
  iter_tee(readers, source(n));
  return iter_interleave(readers[0], iter_skip(2, readers[1]));
}
static ints replay(int n) {
  __auto_type all = iter_replay(source(n));
  __auto_type again = iter_again(all);
  return iter_interleave(iter_map(twice, all), iter_skip(40, iter_map(twice, again)));
}
static ints push_back(int n) {
  gen_auto generator(int, int) p = iter_push_back(source(n));
  int x;
  while (gen_next(p, &x)) {
    yield x;
    if (x == 3 && !gen_send(p, 30))
      break;
  }
  if (gen_error(p))
    gen_fail(gen_error(p));
}

/// One tool after another; null at the end.
static bool make(int which, ints *out) {
  switch (which) {
#define CASE(n, ...)                                                                                                               \
  case n:                                                                                                                          \
    *out = __VA_ARGS__;                                                                                                            \
    return true
    CASE(0, iter_map(twice, iter_filter(is_odd, iter_filter_map(half, source(20)))));
    CASE(1, iter_take(9, iter_skip(2, iter_step(2, iter_take_while(twice, iter_skip_while(is_odd, iter_skip(1, source(40))))))));
    CASE(2, gen_expr(e.value + (int)e.index, for (e, iter_enumerate(iter_scan(plus, 0, iter_chain(source(9), iter_range(9), source(9)))))));
    CASE(3, iter_take(30, iter_cycle(source(9))));
    CASE(4, gen_expr(p.first + p.second, for (p, iter_zip(source(9), iter_repeat(1, 20)))));
    CASE(5, gen_expr(p.first + p.second + p.third, for (p, iter_zip_longest(source(3), source(5), iter_count(0, 1000000)))));
    CASE(6, iter_interleave(source(3), iter_merge(less, source(9), source(12)), source(2)));
    CASE(7, iter_flatten(gen_expr(source(n), for (n, source(6)))));
    CASE(8, FIRSTS(iter_batched(3, source(40))));
    CASE(9, FIRSTS(iter_windows(12, source(40))));
    CASE(10, gen_expr(p.first + p.second, for (p, iter_pairwise(iter_dedup(source(9))))));
    CASE(11, FIRSTS(iter_group_by(twice, iter_map(rest, source(40)))));
    CASE(12, tee(80));
    CASE(13, push_back(9));
    CASE(14, gen_expr(p.first + p.second, for (p, iter_product(source(9), source(12)))));
    CASE(15, FIRSTS(iter_permutations(2, source(9))));
    CASE(16, FIRSTS(iter_combinations(3, source(12))));
    CASE(17, iter_sorted(source(40)));
    CASE(18, FIRSTS(iter_gather_by(rest, source(40))));
    CASE(19, gen_expr(c.key + (int)c.count, for (c, iter_count_by(rest, source(40)))));
    CASE(20, iter_distinct(iter_map(rest, source(40))));
    CASE(21, replay(80));
  default:
    return false;
  }
}

/// Consumes at most `most` values. What it comes to; -1 if it fails.
static long run(int which, size_t allocations, size_t most) {
  ints g = NULL;
  int error = 0;
  left = allocations;
  make(which, &g);
  long sum = 0;
  foreach (x, iter_take(most, gen_move(g)), error)
    sum += x + 1;
  if (live || open)
    fprintf(stderr, "tool %d, %zu allocations: %zu bytes live, %d sources open\n", which, allocations, live, open);
  EXPECT(!live && !open && (error == 0 || error == ENOMEM));
  return error ? -1 : sum;
}

int main(void) {
  ints g = NULL;
  for (int which = 0; left = SIZE_MAX, make(which, &g); ++which) {
    gen_close(g);
    EXPECT(!live && !open);
    for (size_t most = 0; most <= 1000; most = most ? 20 * most : 1) {
      long whole = run(which, SIZE_MAX, most);
      EXPECT(whole >= 0 && (!most || whole > 0));
      for (size_t n = 0;; ++n) {
        long sum = run(which, n, most);
        if (left <= n) { // none has failed
          EXPECT(sum == whole && n > 0);
          break;
        }
        EXPECT(n > 0 || !most || sum == -1); // (what is not asked does not fail)
      }
    }
  }
  return 0;
}
