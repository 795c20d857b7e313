// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: one value at a time.

#ifndef YIELDC_ITER_ITEMS_H
#define YIELDC_ITER_ITEMS_H
#pragma GCC system_header

#include <yieldc/iter/stage.h>

// iter_map(f, g), iter_map(f, context, g): f(x) or f(x, context) for each x of
// g. The type is what f returns. gen_expr needs no function for it.
#define iter_map(...)                                                          \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_map, __VA_ARGS__)
#define yieldc_map(how, f, c, g)                                               \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_map"));                                \
    YIELDC_FUNCTION(how, f, c, VALUE, YIELDC_NEEDS_ONE("iter_map"),            \
                    YIELDC_TO(yieldc_a_y));                                    \
    typedef YIELDC_TYPE_OF_VALUE(YIELDC_CALL_##how(YIELDC_A(yieldc_a_y)))      \
        yieldc_v;                                                              \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        YIELDC_EMIT(yieldc_v, YIELDC_CALL_##how(yieldc_x));                    \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_filter(f, g), iter_filter(f, context, g): each x of g for which f(x) or
// f(x, context) is true.
#define iter_filter(...)                                                       \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_filter, __VA_ARGS__)
#define yieldc_filter(how, f, c, g)                                            \
  (__extension__({                                                             \
    YIELDC_CONDITION_TOOL("iter_filter", how, f, c, g);                        \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        if (YIELDC_CALL_##how(yieldc_x))                                       \
          YIELDC_EMIT(yieldc_a_y, yieldc_x);                                   \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))
#define YIELDC_CONDITION_TOOL(who, how, f, c, g)                               \
  YIELDC_TAKE(a, g, YIELDC_LAST(who));                                         \
  YIELDC_FUNCTION(how, f, c, CONDITION, YIELDC_NEEDS_ONE(who),                 \
                  YIELDC_TO(yieldc_a_y))

// iter_filter_map(f, g), iter_filter_map(f, context, g): f(x, &y), or
// f(x, &y, context), returns whether it has stored a value, which is yielded.
// The type is what the second parameter of f points to.
#define iter_filter_map(...)                                                   \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_filter_map, __VA_ARGS__)
#define yieldc_filter_map(how, f, c, g)                                        \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_filter_map"));                         \
    YIELDC_GIVEN_FUNCTION(f, c);                                               \
    typedef int yieldc_v YIELDC_POINTEE((yieldc_given_f), 1);                  \
    YIELDC_CHECK_FUNCTION(how, CONDITION,                                      \
                          YIELDC_NEEDS("iter_filter_map",                      \
                                       "what the generator yields, a pointer " \
                                       "to where the result goes"),            \
                          YIELDC_TO(yieldc_a_y), YIELDC_TO(yieldc_v *));       \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      yieldc_a_y yieldc_x;                                                     \
      yieldc_v yieldc_y;                                                       \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        if (YIELDC_CALL_##how(yieldc_x, &yieldc_y))                            \
          YIELDC_EMIT(yieldc_v, yieldc_y);                                     \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_enumerate(g), iter_enumerate(start, g): { index, value }, counted from 0
// or from start. The index has start's type, or size_t.
#define iter_enumerate(...)                                                    \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_iter_usage, yieldc_enumerate2,         \
              yieldc_enumerate1, ~)(__VA_ARGS__)
#define yieldc_enumerate1(g) yieldc_enumerate2((size_t)0, g)
#define yieldc_enumerate2(start, g)                                            \
  (__extension__({                                                             \
    __extension__ __auto_type yieldc_from YIELDC_UNUSED = (start);             \
    YIELDC_REQUIRE(YIELDC_IS_INTEGER(yieldc_from),                             \
                   "iter_enumerate: the first index must be an integer");      \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_enumerate"));                          \
    typedef __typeof__((0, yieldc_from)) yieldc_index;                         \
    typedef struct {                                                           \
      yieldc_index index;                                                      \
      yieldc_a_y value;                                                        \
    } yieldc_v;                                                                \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      yieldc_index yieldc_i = yieldc_from;                                     \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        YIELDC_EMIT(yieldc_v, (yieldc_v){yieldc_i, yieldc_x});                 \
        ++yieldc_i;                                                            \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_inspect(f, g), iter_inspect(f, context, g): the values of g; calls f(x)
// or f(x, context) for each before it is yielded.
#define iter_inspect(...)                                                      \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_inspect, __VA_ARGS__)
#define yieldc_inspect(how, f, c, g)                                           \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_inspect"));                            \
    YIELDC_FUNCTION(how, f, c, ANYTHING, YIELDC_NEEDS_ONE("iter_inspect"),     \
                    YIELDC_TO(yieldc_a_y));                                    \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        (void)YIELDC_CALL_##how(yieldc_x);                                     \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_catch(&err, g): the values of g. If g fails this ends as if it had
// returned, with the code in the int err, which is 0 otherwise; err must
// outlive the generator. So a sink tells of a failure of what is before it.
#define iter_catch(err, g)                                                     \
  (__extension__({                                                             \
    __extension__ __auto_type yieldc_given_e = (err);                          \
    YIELDC_REQUIRE(YIELDC_SAME(__typeof__(yieldc_given_e), int *),             \
                   "iter_catch: the first argument must be the address of "    \
                   "an int");                                                  \
    int *const yieldc_e YIELDC_UNUSED = YIELDC_AS(int *, yieldc_given_e);      \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_catch"));                              \
    *yieldc_e = 0;                                                             \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x))                                         \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      *yieldc_e =                                                              \
          yieldc_loop_failure((struct yieldc_frame *)(void *)yieldc_a);        \
    });                                                                        \
  }))

#endif // YIELDC_ITER_ITEMS_H
