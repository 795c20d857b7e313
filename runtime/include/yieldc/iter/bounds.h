// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: where a sequence begins and ends, and how dense it is. A
// count is any integer; a negative one counts as 0.

#ifndef YIELDC_ITER_BOUNDS_H
#define YIELDC_ITER_BOUNDS_H
#pragma GCC system_header

#include <yieldc/iter/items.h>

// iter_take(n, g): the first n values of g, which is not resumed further.
#define iter_take(n, g)                                                        \
  (__extension__({                                                             \
    YIELDC_COUNT(n, "iter_take");                                              \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_take"));                               \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      for (size_t yieldc_i = 0; yieldc_i < yieldc_n; ++yieldc_i) {             \
        if (!YIELDC_PULL(a, yieldc_x)) {                                       \
          YIELDC_ENDED(a);                                                     \
          break;                                                               \
        }                                                                      \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      }                                                                        \
    });                                                                        \
  }))

// iter_skip(n, g): without the first n values.
#define iter_skip(n, g)                                                        \
  (__extension__({                                                             \
    YIELDC_COUNT(n, "iter_skip");                                              \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_skip"));                               \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      size_t yieldc_left = yieldc_n;                                           \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        if (yieldc_left)                                                       \
          --yieldc_left;                                                       \
        else                                                                   \
          YIELDC_EMIT(yieldc_a_y, yieldc_x)                                    \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_step(n, g): the first value, and each n-th after it. Of n = 0 it fails
// with EINVAL.
#define iter_step(n, g)                                                        \
  (__extension__({                                                             \
    YIELDC_COUNT(n, "iter_step");                                              \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_step"));                               \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      if (!yieldc_n)                                                           \
        YIELDC_FAIL(EINVAL);                                                   \
      size_t yieldc_left = 0;                                                  \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        if (!yieldc_left) {                                                    \
          yieldc_left = yieldc_n;                                              \
          YIELDC_EMIT(yieldc_a_y, yieldc_x);                                   \
        }                                                                      \
        --yieldc_left;                                                         \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_take_while(f, g), iter_take_while(f, context, g): up to the first x for
// which f(x) or f(x, context) is false; that one is lost.
#define iter_take_while(...)                                                   \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_take_while, __VA_ARGS__)
#define yieldc_take_while(how, f, c, g)                                        \
  (__extension__({                                                             \
    YIELDC_CONDITION_TOOL("iter_take_while", how, f, c, g);                    \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        if (!YIELDC_CALL_##how(yieldc_x))                                      \
          return 0;                                                            \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_skip_while(f, g), iter_skip_while(f, context, g): from the first x on
// for which f(x) or f(x, context) is false.
#define iter_skip_while(...)                                                   \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_skip_while, __VA_ARGS__)
#define yieldc_skip_while(how, f, c, g)                                        \
  (__extension__({                                                             \
    YIELDC_CONDITION_TOOL("iter_skip_while", how, f, c, g);                    \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      bool yieldc_skips = true;                                                \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        if (yieldc_skips && YIELDC_CALL_##how(yieldc_x))                       \
          continue;                                                            \
        yieldc_skips = false;                                                  \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

#endif // YIELDC_ITER_BOUNDS_H
