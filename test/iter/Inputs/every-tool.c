// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each tool, in a plain function and in a generator, one in another.

#include <stdio.h>
#include <stdlib.h>
#include <yieldc/iter.h>
#ifdef KEYED
#include <yieldc/keyed.h>
#endif

typedef gen_generator(int) ints;

struct point {
  int x, y;
};

static int twice(int x) { return 2 * x; }
static int plus(int x, int y) { return x + y; }
static _Bool is_odd(int x) { return x % 2 != 0; }
static _Bool below(int x, int limit) { return x < limit; }
static _Bool positive(int x, double *out) { return (*out = x) > 0; }
static void nothing(int x) { (void)x; }
static int x_of(struct point p) { return p.x; }

static ints stages(ints g) {
  int err;
  ints readers[2];
  iter_tee(readers, iter_catch(&err, iter_inspect(nothing, iter_map(plus, 1, iter_map(twice, gen_move(g))))));
  ints one = iter_take_while(below, 100, iter_skip_while(below, 0, iter_step(2, iter_skip(1, iter_take(50, readers[0])))));
  ints two = iter_filter(is_odd, iter_dedup(iter_scan(plus, 0, iter_interleave(readers[1], iter_repeat(1, 2)))));
  return iter_merge(below, iter_chain(one, iter_count(5, 100)), iter_flatten(gen_expr(iter_range(x), for (x, two))));
}

static ints in_generator(ints g) {
  gen_foreach (x, iter_take(5, g))
    yield x;
  yield iter_sum(iter_map(twice, iter_range(3)));
  yield (int)iter_len(iter_filter_map(positive, iter_range(-3, 3)));
}

int main(void) {
  const struct point points[] = {{1, 2}, {3, 4}};
  char *words[] = {(char[]){"a"}, 0};
  int sum = 0, least = 0;
  size_t n = 0;
  gen_foreach (p, iter_zip(iter_enumerate(stages(iter_cycle(iter_range(1, 6, 2)))), iter_take(20, iter_count(0))))
    sum += p.first.value + p.second;
  gen_foreach (x, in_generator(iter_map(x_of, iter_array(points))))
    sum += x;
  gen_foreach (p, iter_zip_longest(iter_chars("abc"), iter_until_null(words)))
    sum += p.has_second ? p.first : 1;
  gen_foreach (b, iter_batched(2, iter_code_points("abc")))
    sum += (int)b.count;
  gen_foreach (w, iter_windows(2, iter_range(4)))
    sum += w.items[1];
  gen_foreach (p, iter_pairwise(iter_range(4)))
    sum += p.second;
  gen_foreach (g, iter_group_by(is_odd, iter_range(4)))
    sum += (int)g.count + g.key;
  gen_foreach (p, iter_product(iter_range(2), iter_chars("ab")))
    sum += p.first * p.second;
  gen_foreach (p, iter_permutations(2, iter_range(3)))
    sum += p.items[0];
  gen_foreach (p, iter_combinations(2, iter_range(3)))
    sum += p.items[0];
  gen_auto gen_generator(int, int) p = iter_push_back(iter_range(3));
  sum += iter_peek(p, &least) + least;
  sum += iter_fold(plus, 0, iter_range(3)) + iter_any(iter_range(3)) + iter_all(iter_range(3));
  sum += iter_min(iter_range(3), &least) + iter_max(below, iter_range(3), &least) + iter_find(is_odd, iter_range(3), &least);
  sum += iter_nth(1, iter_range(3), &least) + iter_last(iter_range(3), &least);
  iter_for_each(nothing, iter_range(3));
  free(iter_collect(iter_range(3), &n));
  sum += (int)iter_fill(iter_range(3), &least, 1);
  free(iter_join(", ", iter_until_null(words)));
#ifdef KEYED
  gen_foreach (x, iter_sorted(iter_distinct(iter_range(3))))
    sum += x;
  gen_foreach (c, iter_count_by(x_of, iter_array(points)))
    sum += (int)c.count + c.key;
  gen_foreach (g, iter_gather_by(is_odd, iter_range(3)))
    sum += (int)g.count;
#endif
  gen_foreach (line, iter_lines(stdin))
    sum += (int)line.size;
  gen_foreach (x, iter_records(struct point, stdin))
    sum += x.y;
  gen_foreach (entry, iter_walk("/dev/null"))
    sum += entry.depth;
  printf("%d\n", sum);
  return 0;
}
