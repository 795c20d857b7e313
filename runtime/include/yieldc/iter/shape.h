// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: several sequences made one.

#ifndef YIELDC_ITER_SHAPE_H
#define YIELDC_ITER_SHAPE_H
#pragma GCC system_header

#include <yieldc/iter/buffer.h>

#define YIELDC_SAME_VALUES(who, a, b)                                          \
  YIELDC_REQUIRE(YIELDC_SAME(yieldc_##a##_y, yieldc_##b##_y),                  \
                 who ": the generators must yield the same type")

// iter_chain(g, h), and up to five: the values of g, then those of h, ….
#define iter_chain(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_chain5, yieldc_chain4,    \
              yieldc_chain3, yieldc_chain2, yieldc_iter_usage, ~)(__VA_ARGS__)
#define yieldc_chain5(g, h, i, j, k) yieldc_chain2(g, yieldc_chain4(h, i, j, k))
#define yieldc_chain4(g, h, i, j) yieldc_chain2(g, yieldc_chain3(h, i, j))
#define yieldc_chain3(g, h, i) yieldc_chain2(g, yieldc_chain2(h, i))
#define yieldc_chain2(g, h)                                                    \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_chain"));                               \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_chain"));                               \
    YIELDC_SAME_VALUES("iter_chain", a, b);                                    \
    YIELDC_STAGE2(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      YIELDC_ENDED(a);                                                         \
      yieldc_close(yieldc_moved(&yieldc_a));                                   \
      while (YIELDC_PULL(b, yieldc_x))                                         \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      YIELDC_ENDED(b);                                                         \
    });                                                                        \
  }))

// iter_flatten(g): the values of each generator that g yields; closes them.
#define iter_flatten(g)                                                        \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_flatten"));                            \
    YIELDC_NESTED(b, yieldc_a_y,                                               \
                  "iter_flatten: the generator must yield generators");        \
    YIELDC_STAGE1(yieldc_b_y, {                                                \
      yieldc_a_y yieldc_g;                                                     \
      while (YIELDC_PULL(a, yieldc_g)) {                                       \
        struct yieldc_frame *yieldc_b                                          \
            __attribute__((cleanup(yieldc_close_variable))) =                  \
                yieldc_frame_in(&yieldc_g);                                    \
        yieldc_b_y yieldc_x;                                                   \
        while (YIELDC_PULL(b, yieldc_x))                                       \
          YIELDC_EMIT(yieldc_b_y, yieldc_x);                                   \
        YIELDC_ENDED(b);                                                       \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))
#define YIELDC_NESTED(name, T, text)                                           \
  typedef __typeof__(YIELDC_TYPE_OF(YIELDC_A(T))) yieldc_##name##_t;           \
  YIELDC_REQUIRE(!YIELDC_IS_WRONG(yieldc_##name##_t) &&                        \
                     !YIELDC_IS_VOID(YIELDC_Y(yieldc_##name##_t)),             \
                 text);                                                        \
  typedef YIELDC_VALUE(yieldc_##name##_t) yieldc_##name##_y

// iter_zip(g, h): { first, second }, until one of them ends; g is resumed
// first. iter_zip(g, h, i): { first, second, third }.
#define iter_zip(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_zip3, yieldc_zip2, yieldc_iter_usage,  \
              ~)(__VA_ARGS__)
#define yieldc_zip2(g, h)                                                      \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_zip"));                                 \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_zip"));                                 \
    typedef struct {                                                           \
      yieldc_a_y first;                                                        \
      yieldc_b_y second;                                                       \
    } yieldc_v;                                                                \
    YIELDC_STAGE2(yieldc_v, {                                                  \
      yieldc_v yieldc_x;                                                       \
      for (;;) {                                                               \
        YIELDC_PULL_OR_END(a, yieldc_x.first);                                 \
        YIELDC_PULL_OR_END(b, yieldc_x.second);                                \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
      }                                                                        \
    });                                                                        \
  }))
#define yieldc_zip3(g, h, i)                                                   \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_zip"));                                 \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_zip"));                                 \
    YIELDC_TAKE(d, i, YIELDC_ALL("iter_zip"));                                 \
    typedef struct {                                                           \
      yieldc_a_y first;                                                        \
      yieldc_b_y second;                                                       \
      yieldc_d_y third;                                                        \
    } yieldc_v;                                                                \
    YIELDC_STAGE3(yieldc_v, {                                                  \
      yieldc_v yieldc_x;                                                       \
      for (;;) {                                                               \
        YIELDC_PULL_OR_END(a, yieldc_x.first);                                 \
        YIELDC_PULL_OR_END(b, yieldc_x.second);                                \
        YIELDC_PULL_OR_END(d, yieldc_x.third);                                 \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
      }                                                                        \
    });                                                                        \
  }))
#define YIELDC_PULL_OR_END(name, x)                                            \
  if (!YIELDC_PULL(name, x)) {                                                 \
    YIELDC_ENDED(name);                                                        \
    return 0;                                                                  \
  }

// iter_zip_longest(g, h), iter_zip_longest(g, h, i): until all of them have
// ended. Behind the values are bools, has_first, has_second, has_third; a value
// that is missing is zero.
#define iter_zip_longest(...)                                                  \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_zip_longest3, yieldc_zip_longest2,     \
              yieldc_iter_usage, ~)(__VA_ARGS__)
#define yieldc_zip_longest2(g, h)                                              \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_zip_longest"));                         \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_zip_longest"));                         \
    typedef struct {                                                           \
      yieldc_a_y first;                                                        \
      yieldc_b_y second;                                                       \
      bool has_first, has_second;                                              \
    } yieldc_v;                                                                \
    YIELDC_STAGE2(yieldc_v, {                                                  \
      yieldc_v yieldc_x;                                                       \
      for (;;) {                                                               \
        YIELDC_PULL_OR_ZERO(a, first);                                         \
        YIELDC_PULL_OR_ZERO(b, second);                                        \
        if (!yieldc_x.has_first && !yieldc_x.has_second)                       \
          return 0;                                                            \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
      }                                                                        \
    });                                                                        \
  }))
#define yieldc_zip_longest3(g, h, i)                                           \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_zip_longest"));                         \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_zip_longest"));                         \
    YIELDC_TAKE(d, i, YIELDC_ALL("iter_zip_longest"));                         \
    typedef struct {                                                           \
      yieldc_a_y first;                                                        \
      yieldc_b_y second;                                                       \
      yieldc_d_y third;                                                        \
      bool has_first, has_second, has_third;                                   \
    } yieldc_v;                                                                \
    YIELDC_STAGE3(yieldc_v, {                                                  \
      yieldc_v yieldc_x;                                                       \
      for (;;) {                                                               \
        YIELDC_PULL_OR_ZERO(a, first);                                         \
        YIELDC_PULL_OR_ZERO(b, second);                                        \
        YIELDC_PULL_OR_ZERO(d, third);                                         \
        if (!yieldc_x.has_first && !yieldc_x.has_second &&                     \
            !yieldc_x.has_third)                                               \
          return 0;                                                            \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
      }                                                                        \
    });                                                                        \
  }))
#define YIELDC_PULL_OR_ZERO(name, x)                                           \
  if (!(yieldc_x.has_##x = YIELDC_PULL(name, yieldc_x.x))) {                   \
    YIELDC_ENDED(name);                                                        \
    __builtin_memset((void *)&yieldc_x.x, 0, sizeof yieldc_x.x);               \
  }

// iter_interleave(g, h), iter_interleave(g, h, i): one value of each in turn;
// of those that have not ended, to the end of all.
#define iter_interleave(...)                                                   \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_interleave3, yieldc_interleave2,       \
              yieldc_iter_usage, ~)(__VA_ARGS__)
#define yieldc_interleave2(g, h)                                               \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_interleave"));                          \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_interleave"));                          \
    YIELDC_SAME_VALUES("iter_interleave", a, b);                               \
    YIELDC_STAGE2(yieldc_a_y, {                                                \
      bool yieldc_has_a = true, yieldc_has_b = true;                           \
      do {                                                                     \
        YIELDC_TURN(a);                                                        \
        YIELDC_TURN(b);                                                        \
      } while (yieldc_has_a || yieldc_has_b);                                  \
    });                                                                        \
  }))
#define yieldc_interleave3(g, h, i)                                            \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_ALL("iter_interleave"));                          \
    YIELDC_TAKE(b, h, YIELDC_ALL("iter_interleave"));                          \
    YIELDC_TAKE(d, i, YIELDC_ALL("iter_interleave"));                          \
    YIELDC_SAME_VALUES("iter_interleave", a, b);                               \
    YIELDC_SAME_VALUES("iter_interleave", a, d);                               \
    YIELDC_STAGE3(yieldc_a_y, {                                                \
      bool yieldc_has_a = true, yieldc_has_b = true, yieldc_has_d = true;      \
      do {                                                                     \
        YIELDC_TURN(a);                                                        \
        YIELDC_TURN(b);                                                        \
        YIELDC_TURN(d);                                                        \
      } while (yieldc_has_a || yieldc_has_b || yieldc_has_d);                  \
    });                                                                        \
  }))
#define YIELDC_TURN(name)                                                      \
  if (yieldc_has_##name) {                                                     \
    yieldc_a_y yieldc_x;                                                       \
    if ((yieldc_has_##name = YIELDC_PULL(name, yieldc_x)))                     \
      YIELDC_EMIT(yieldc_a_y, yieldc_x)                                        \
    else                                                                       \
      YIELDC_ENDED(name);                                                      \
  }

// iter_merge(f, g, h): of two sorted ones one sorted one. f(x, y) tells whether
// x must come before y; of equals those of g come first. With a context:
// iter_merge(f, context, g, h).
#define iter_merge(...)                                                        \
  YIELDC_WITH_FUNCTION_AND_ONE(yieldc_iter_usage, yieldc_merge, __VA_ARGS__)
#define yieldc_merge(how, f, c, g, h)                                          \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_SOURCES("iter_merge"));                           \
    YIELDC_TAKE(b, h, YIELDC_SOURCES("iter_merge"));                           \
    YIELDC_SAME_VALUES("iter_merge", a, b);                                    \
    YIELDC_FUNCTION(how, f, c, CONDITION, YIELDC_NEEDS_TWO("iter_merge"),      \
                    YIELDC_TO(yieldc_a_y), YIELDC_TO(yieldc_a_y));             \
    YIELDC_STAGE2(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      yieldc_a_y yieldc_y;                                                     \
      bool yieldc_has_a = YIELDC_PULL(a, yieldc_x);                            \
      if (!yieldc_has_a)                                                       \
        YIELDC_ENDED(a);                                                       \
      bool yieldc_has_b = YIELDC_PULL(b, yieldc_y);                            \
      if (!yieldc_has_b)                                                       \
        YIELDC_ENDED(b);                                                       \
      while (yieldc_has_a && yieldc_has_b) {                                   \
        if (YIELDC_CALL_##how(yieldc_y, yieldc_x))                             \
          YIELDC_PASS_ON(b, yieldc_y)                                          \
        else                                                                   \
          YIELDC_PASS_ON(a, yieldc_x)                                          \
      }                                                                        \
      while (yieldc_has_a)                                                     \
        YIELDC_PASS_ON(a, yieldc_x);                                           \
      while (yieldc_has_b)                                                     \
        YIELDC_PASS_ON(b, yieldc_y);                                           \
    });                                                                        \
  }))
#define YIELDC_PASS_ON(name, x)                                                \
  {                                                                            \
    YIELDC_EMIT(yieldc_a_y, x);                                                \
    yieldc_has_##name = YIELDC_PULL(name, x);                                  \
    if (!yieldc_has_##name)                                                    \
      YIELDC_ENDED(name);                                                      \
  }
#define YIELDC_SOURCES(who)                                                    \
  who ": the last arguments must be generators (of a generator function: "     \
      "call it)"

#endif // YIELDC_ITER_SHAPE_H
