// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Iterator tools: a pipeline of ten with functions and contexts, tools of two sources, and sinks.
// RUN: %fused %s

#include <yieldc/iter.h>

#include "Inputs/fused.h"

static bool is_odd(int x) { return x % 2; }
static int twice(int x) { return 2 * x; }
static int plus(int a, int b) { return a + b; }
static bool below(int x, const int *limit) { return x < *limit; }
static bool half(int x, int *out) { return *out = x / 2, x % 3; }
static bool less(int x, int y) { return x < y; }
static int seen;
static void look(int x) { seen += x; }

__attribute__((noinline)) static long ten(int n, int limit) {
  long sum = 0;
  ints numbers = iter_filter(is_odd, iter_take(n, iter_count(1)));
  numbers = iter_filter_map(half, iter_scan(plus, 0, iter_map(twice, numbers)));
  numbers = iter_inspect(look, iter_skip(2, iter_step(3, numbers)));
  foreach (e, iter_enumerate(iter_take_while(below, &limit, numbers)))
    sum += e.value * (long)e.index;
  return sum;
}

__attribute__((noinline)) static long by_hand(int n, int limit) {
  long sum = 0, index = 0;
  int total = 0, left = 0, skip = 2;
  for (int i = 0, x = 1; i < n; ++i, ++x) {
    int y;
    if (!is_odd(x))
      continue;
    total += twice(x);
    if (!half(total, &y))
      continue;
    if (left-- > 0)
      continue;
    left = 2;
    if (skip > 0) {
      --skip;
      continue;
    }
    if (y >= limit)
      break;
    sum += y * index++;
  }
  return sum;
}

__attribute__((noinline)) static int of_two(int n) {
  int sum = 0;
  foreach (p, iter_zip(iter_range(n), iter_chain(iter_range(0, n, 2), iter_repeat(3, n))))
    sum += p.first * p.second;
  foreach (x, iter_merge(less, iter_range(0, n, 2), iter_range(0, n, 3)))
    sum = 3 * sum + x;
  foreach (x, iter_interleave(iter_range(n), iter_skip_while(is_odd, iter_range(1, n))))
    sum ^= x;
  foreach (p, iter_pairwise(iter_dedup(gen_expr(x / 2, for (x, iter_range(n))))))
    sum += p.second - p.first;
  return sum;
}

__attribute__((noinline)) static int sinks(const int *values, size_t n) {
  int least = 0, large = 0, limit = 3;
  return iter_sum(iter_array(values, n)) + (int)iter_len(iter_chars("word")) + iter_fold(plus, 1, iter_array(values, n)) +
         iter_any(gen_expr(x > 4, for (x, iter_array(values, n)))) + 10 * iter_min(iter_array(values, n), &least) + least +
         10 * iter_find(below, &limit, iter_array(values, n), &large) + large;
}

int main(void) {
  static const int values[] = {5, 2, 7};
  if (ten(1000, 90000) != by_hand(1000, 90000) || ten(3, 9) != by_hand(3, 9) || !ten(1000, 90000))
    return 1;
  if (sinks(values, 3) != 14 + 4 + 15 + 1 + 10 + 2 + 10 + 2)
    return 2;
  int hand = 0;
  for (int i = 0; i < 4; ++i)
    hand += i * (i < 2 ? 2 * i : 3);
  static const int merged[] = {0, 0, 2, 3};
  for (int i = 0; i < 4; ++i)
    hand = 3 * hand + merged[i];
  static const int mixed[] = {0, 2, 1, 3, 2, 3};
  for (int i = 0; i < 6; ++i)
    hand ^= mixed[i];
  hand += 1;
  if (of_two(4) != hand)
    return 3;
  return 0;
}
