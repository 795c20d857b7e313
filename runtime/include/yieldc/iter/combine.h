// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: combinatorics. They keep the values they combine, and fail
// with ENOMEM. The orders are those of Python's itertools.

#ifndef YIELDC_ITER_COMBINE_H
#define YIELDC_ITER_COMBINE_H
#pragma GCC system_header

#include <yieldc/iter/groups.h>

// iter_product(g, h): { first, second }: each value of g with all of h. (More
// of them: gen_expr(…, for (x, …), for (y, …), for (z, …)).)
#define iter_product(g, h)                                                     \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_product"));                             \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_product"));                             \
    typedef struct {                                                           \
      yieldc_a_y first;                                                        \
      yieldc_b_y second;                                                       \
    } yieldc_v;                                                                \
    YIELDC_STAGE2(yieldc_v, {                                                  \
      YIELDC_BUFFER(yieldc_kept, yieldc_b_y);                                  \
      yieldc_a_y yieldc_x;                                                     \
      yieldc_b_y yieldc_y;                                                     \
      if (!YIELDC_PULL(a, yieldc_x)) {                                         \
        YIELDC_ENDED(a);                                                       \
        return 0;                                                              \
      }                                                                        \
      while (YIELDC_PULL(b, yieldc_y)) {                                       \
        YIELDC_KEEP(yieldc_kept, yieldc_b_y, yieldc_y);                        \
        YIELDC_EMIT(yieldc_v, (yieldc_v){yieldc_x, yieldc_y});                 \
      }                                                                        \
      YIELDC_ENDED(b);                                                         \
      while (yieldc_kept.count && YIELDC_PULL(a, yieldc_x))                    \
        for (size_t yieldc_i = 0; yieldc_i < yieldc_kept.count; ++yieldc_i)    \
          YIELDC_EMIT(yieldc_v, (yieldc_v){yieldc_x, YIELDC_KEPT(yieldc_kept,  \
                                                                 yieldc_b_y,   \
                                                                 yieldc_i)});  \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_permutations(r, g): { items, count }: each r of g's values in each
// order. iter_combinations(r, g): each r of them in the order of g. The array
// is the tool's, and good until it is resumed or closed.
#define iter_permutations(r, g)                                                \
  YIELDC_SELECTION("iter_permutations", yieldc_permute, r, g)
#define iter_combinations(r, g)                                                \
  YIELDC_SELECTION("iter_combinations", yieldc_combine, r, g)
#define YIELDC_SELECTION(who, advance, r, g)                                   \
  (__extension__({                                                             \
    YIELDC_COUNT(r, who);                                                      \
    YIELDC_TAKE(a, g, YIELDC_LAST(who));                                       \
    YIELDC_ITEMS(yieldc_v, yieldc_a_y);                                        \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      YIELDC_BUFFER(yieldc_pool_items, yieldc_a_y);                            \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      YIELDC_BUFFER(yieldc_indices, size_t);                                   \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        YIELDC_KEEP(yieldc_pool_items, yieldc_a_y, yieldc_x);                  \
      YIELDC_ENDED(a);                                                         \
      if (yieldc_n > yieldc_pool_items.count)                                  \
        return 0;                                                              \
      if (!yieldc_buffer_reserve(&yieldc_kept, yieldc_n) ||                    \
          !yieldc_indices_first(&yieldc_indices, yieldc_pool_items.count,      \
                                yieldc_n))                                     \
        YIELDC_FAIL(ENOMEM);                                                   \
      do {                                                                     \
        for (size_t yieldc_i = 0; yieldc_i < yieldc_n; ++yieldc_i)             \
          YIELDC_KEPT(yieldc_kept, yieldc_a_y, yieldc_i) =                     \
              YIELDC_KEPT(yieldc_pool_items, yieldc_a_y,                       \
                          YIELDC_KEPT(yieldc_indices, size_t, yieldc_i));      \
        YIELDC_EMIT_ITEMS(yieldc_kept, 0, yieldc_n);                           \
      } while (advance((size_t *)yieldc_indices.items,                         \
                       yieldc_pool_items.count, yieldc_n));                    \
    });                                                                        \
  }))

#if YIELDC_HAS_PLUGIN
/// The indices 0 to n - 1, and behind them, for the r positions, how many
/// permutations are left at each: n, n - 1, ….
YIELDC_SLOW_FN bool yieldc_indices_first(struct yieldc_buffer *indices,
                                         size_t n, size_t r) {
  size_t i;
  if (!yieldc_buffer_reserve(indices, n + r))
    return false;
  for (i = 0; i < n; ++i)
    YIELDC_KEPT((*indices), size_t, i) = i;
  for (i = 0; i < r; ++i)
    YIELDC_KEPT((*indices), size_t, n + i) = n - i;
  return true;
}

/// The next permutation (the algorithm of Python's itertools.permutations). The
/// first r indices are the selection. False after the last.
YIELDC_SLOW_FN bool yieldc_permute(size_t *indices, size_t n, size_t r) {
  size_t i;
  for (i = r; i--;) {
    // Behind the indices: in how many more turns each comes back.
    size_t *const turns = &indices[n + i], first = indices[i];
    size_t j;
    if (--*turns) {
      j = n - *turns;
      indices[i] = indices[j];
      indices[j] = first;
      return true;
    }
    for (j = i; j + 1 < n; ++j)
      indices[j] = indices[j + 1];
    indices[n - 1] = first;
    *turns = n - i;
  }
  return false;
}

/// The next combination: the rightmost index that can grow does, and those
/// behind it follow. False after the last.
YIELDC_SLOW_FN bool yieldc_combine(size_t *indices, size_t n, size_t r) {
  size_t i;
  for (i = r; i--;) {
    if (indices[i] == i + n - r)
      continue;
    for (++indices[i]; ++i < r;)
      indices[i] = indices[i - 1] + 1;
    return true;
  }
  return false;
}
#endif

#endif // YIELDC_ITER_COMBINE_H
