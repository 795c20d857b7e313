// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools that consume a generator where they stand, as foreach does:
// they take the handle over, and close it before they end. A failure of it is
// that of a foreach without a third argument: in a generator function it is
// that one's failure, elsewhere gen_unhandled is called, and the program ends.
// To be told, write iter_catch(&err, g) for g.

#ifndef YIELDC_ITER_SINKS_H
#define YIELDC_ITER_SINKS_H
#pragma GCC system_header

#include <stdlib.h>
#include <string.h>
#include <yieldc/iter/sources.h>
#include <yieldc/iter/state.h>

#define YIELDC_OVER_ALL(x) gen_foreach (x, YIELDC_TAKEN(a))
#define YIELDC_FIRST_ARGUMENT(who)                                             \
  who ": the first argument must be a generator (of a generator function: "    \
      "call it)"
#define YIELDC_RESULT(who, out)                                                \
  __extension__ __auto_type yieldc_given_out = (out);                          \
  YIELDC_REQUIRE(YIELDC_IS_WRONG(yieldc_a_t) ||                                \
                     YIELDC_SAME(__typeof__(yieldc_given_out), yieldc_a_y *),  \
                 who ": the last argument must be a pointer to the type that " \
                     "the generator yields");                                  \
  yieldc_a_y *yieldc_out = YIELDC_AS(yieldc_a_y *, yieldc_given_out)

// iter_fold(f, initial, g), iter_fold(f, context, initial, g): a, at first
// `initial`, becomes f(a, x), or f(a, x, context), for each x of g; the last a,
// of the type that f returns.
#define iter_fold(...)                                                         \
  YIELDC_WITH_FUNCTION_AND_ONE(yieldc_sink_usage, yieldc_fold, __VA_ARGS__)
#define yieldc_fold(how, f, c, initial, g)                                     \
  (__extension__({                                                             \
    YIELDC_ACCUMULATES("iter_fold", how, f, c, initial, g);                    \
    yieldc_v yieldc_sum = yieldc_initial;                                      \
    YIELDC_OVER_ALL(yieldc_x) {                                                \
      yieldc_sum = YIELDC_CALL_##how(yieldc_sum, yieldc_x);                    \
    }                                                                          \
    yieldc_sum;                                                                \
  }))

// iter_sum(g): the sum of numbers, in the type of x + x; 0 of none.
#define iter_sum(g)                                                            \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_sum"));                                \
    YIELDC_REQUIRE_NUMBERS("iter_sum");                                        \
    __typeof__(YIELDC_NUMBER(yieldc_a_y) +                                     \
               YIELDC_NUMBER(yieldc_a_y)) yieldc_sum = 0;                      \
    YIELDC_OVER_ALL(yieldc_x) { yieldc_sum += YIELDC_SCALAR_OR_0(yieldc_x); }  \
    yieldc_sum;                                                                \
  }))
#define YIELDC_REQUIRE_NUMBERS(who)                                            \
  YIELDC_REQUIRE(YIELDC_IS_NUMBER(YIELDC_A(yieldc_a_y)),                       \
                 who ": the generator must yield numbers")
#define YIELDC_NUMBER(T)                                                       \
  __builtin_choose_expr(YIELDC_IS_NUMBER(YIELDC_A(T)), YIELDC_A(T), 0)

// size_t iter_len(g): how many values it yields.
#define iter_len(g)                                                            \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_len"));                                \
    size_t yieldc_sum = 0;                                                     \
    YIELDC_OVER_ALL(yieldc_x) { ++yieldc_sum; }                                \
    yieldc_sum;                                                                \
  }))

// bool iter_min(g, Y *out), iter_max(g, Y *out): store the least and the
// greatest of numbers, of equals the first and the last. False, and *out
// untouched, if there is none. Of other types iter_min(f, g, out),
// iter_min(f, context, g, out), f(x, y) tells whether x comes before y.
#define iter_min(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_sink_usage, yieldc_sink_usage, yieldc_min4,  \
              yieldc_min3, yieldc_min2, yieldc_sink_usage, ~)(__VA_ARGS__)
#define iter_max(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_sink_usage, yieldc_sink_usage, yieldc_max4,  \
              yieldc_max3, yieldc_max2, yieldc_sink_usage, ~)(__VA_ARGS__)
#define yieldc_min2(g, out)                                                    \
  YIELDC_EXTREME_NUMBER("iter_min", YIELDC_LESS, g, out)
#define yieldc_max2(g, out)                                                    \
  YIELDC_EXTREME_NUMBER("iter_max", YIELDC_NOT_LESS, g, out)
#define yieldc_min3(f, g, out)                                                 \
  YIELDC_EXTREME("iter_min", YIELDC_BEFORE, ALONE, f, 0, g, out)
#define yieldc_max3(f, g, out)                                                 \
  YIELDC_EXTREME("iter_max", YIELDC_NOT_BEFORE, ALONE, f, 0, g, out)
#define yieldc_min4(f, c, g, out)                                              \
  YIELDC_EXTREME("iter_min", YIELDC_BEFORE, CONTEXT, f, c, g, out)
#define yieldc_max4(f, c, g, out)                                              \
  YIELDC_EXTREME("iter_max", YIELDC_NOT_BEFORE, CONTEXT, f, c, g, out)
#define YIELDC_LESS(how, x, y) (YIELDC_SCALAR_OR_0(x) < YIELDC_SCALAR_OR_0(y))
#define YIELDC_NOT_LESS(how, x, y) !YIELDC_LESS(how, x, y)
#define YIELDC_BEFORE(how, x, y) YIELDC_CALL_##how(x, y)
#define YIELDC_NOT_BEFORE(how, x, y) !YIELDC_CALL_##how(x, y)
#define YIELDC_LATER(how, x, y) true
#define YIELDC_EXTREME_NUMBER(who, better, g, out)                             \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_FIRST_ARGUMENT(who));                             \
    YIELDC_REQUIRE_NUMBERS(who);                                               \
    YIELDC_EXTREME_LOOP(who, better, ALONE, out);                              \
  }))
#define YIELDC_EXTREME(who, better, how, f, c, g, out)                         \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_BEFORE_LAST(who));                                \
    YIELDC_FUNCTION(how, f, c, CONDITION, YIELDC_NEEDS_TWO(who),               \
                    YIELDC_TO(yieldc_a_y), YIELDC_TO(yieldc_a_y));             \
    YIELDC_EXTREME_LOOP(who, better, how, out);                                \
  }))
#define YIELDC_BEFORE_LAST(who)                                                \
  who ": the last argument but one must be a generator (of a generator "       \
      "function: call it)"
#define YIELDC_EXTREME_LOOP(who, better, how, out)                             \
  YIELDC_RESULT(who, out);                                                     \
  yieldc_a_y yieldc_best;                                                      \
  bool yieldc_has = false;                                                     \
  YIELDC_OVER_ALL(yieldc_x) {                                                  \
    if (!yieldc_has || better(how, yieldc_x, yieldc_best))                     \
      yieldc_best = yieldc_x;                                                  \
    yieldc_has = true;                                                         \
  }                                                                            \
  if (yieldc_has)                                                              \
    *yieldc_out = yieldc_best;                                                 \
  yieldc_has

// bool iter_any(g), iter_all(g): whether one, or each, of the values is true.
// They read no further than they must. A condition goes into an expression:
// iter_any(gen_expr(x < 0, for (x, g))).
#define iter_any(g) YIELDC_TRUTH("iter_any", true, g)
#define iter_all(g) YIELDC_TRUTH("iter_all", false, g)
#define YIELDC_TRUTH(who, decisive, g)                                         \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST(who));                                       \
    YIELDC_REQUIRE(YIELDC_IS_SCALAR(YIELDC_A(yieldc_a_y)),                     \
                   who ": the generator must yield conditions, numbers or "    \
                       "pointers");                                            \
    bool yieldc_is = !decisive;                                                \
    YIELDC_OVER_ALL(yieldc_x) {                                                \
      if ((YIELDC_SCALAR_OR_0(yieldc_x) ? true : false) == decisive) {         \
        yieldc_is = decisive;                                                  \
        break;                                                                 \
      }                                                                        \
    }                                                                          \
    yieldc_is;                                                                 \
  }))

// bool iter_find(f, g, Y *out), iter_find(f, context, g, Y *out): stores the
// first x for which f(x), or f(x, context), is true. False, and *out untouched,
// if there is none.
#define iter_find(...)                                                         \
  YIELDC_WITH_FUNCTION_AND_ONE(yieldc_sink_usage, yieldc_find, __VA_ARGS__)
#define yieldc_find(how, f, c, g, out)                                         \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_BEFORE_LAST("iter_find"));                        \
    YIELDC_FUNCTION(how, f, c, CONDITION, YIELDC_NEEDS_ONE("iter_find"),       \
                    YIELDC_TO(yieldc_a_y));                                    \
    YIELDC_FIRST_THAT("iter_find", YIELDC_CALL_##how(yieldc_x), out);          \
  }))
#define YIELDC_FIRST_THAT(who, condition, out)                                 \
  YIELDC_RESULT(who, out);                                                     \
  bool yieldc_has = false;                                                     \
  YIELDC_OVER_ALL(yieldc_x) {                                                  \
    if (condition) {                                                           \
      *yieldc_out = yieldc_x;                                                  \
      yieldc_has = true;                                                       \
      break;                                                                   \
    }                                                                          \
  }                                                                            \
  yieldc_has

// bool iter_nth(n, g, Y *out): stores the value that n others come before.
// False, and *out untouched, if there are not so many.
#define iter_nth(n, g, out)                                                    \
  (__extension__({                                                             \
    YIELDC_COUNT(n, "iter_nth");                                               \
    YIELDC_TAKE(a, g, YIELDC_BEFORE_LAST("iter_nth"));                         \
    size_t yieldc_left = yieldc_n;                                             \
    YIELDC_FIRST_THAT("iter_nth", !yieldc_left--, out);                        \
  }))

// bool iter_last(g, Y *out): stores the last value. False, and *out untouched,
// if there is none.
#define iter_last(g, out)                                                      \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_FIRST_ARGUMENT("iter_last"));                     \
    YIELDC_EXTREME_LOOP("iter_last", YIELDC_LATER, ALONE, out);                \
  }))

// Y *iter_collect(g, size_t *n): an array of the values, from malloc and for
// the caller to free, of which *n are in use; not null either if there are
// none. Null, and *n 0, if there is no memory.
#define iter_collect(g, n)                                                     \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_FIRST_ARGUMENT("iter_collect"));                  \
    YIELDC_SIZE_RESULT("iter_collect", n);                                     \
    struct yieldc_buffer yieldc_all                                            \
        __attribute__((cleanup(yieldc_array_free))) = {                        \
            (void *)0, 0, 0, sizeof(yieldc_a_y), _Alignof(yieldc_a_y)};        \
    bool yieldc_ok = yieldc_array_grow(&yieldc_all);                           \
    if (!yieldc_ok)                                                            \
      yieldc_close((struct yieldc_frame *)(void *)YIELDC_TAKEN(a));            \
    else                                                                       \
      YIELDC_OVER_ALL(yieldc_x) {                                              \
        if (yieldc_all.count == yieldc_all.room &&                             \
            !yieldc_array_grow(&yieldc_all)) {                                 \
          yieldc_ok = false;                                                   \
          break;                                                               \
        }                                                                      \
        ((yieldc_a_y *)yieldc_all.items)[yieldc_all.count++] = yieldc_x;       \
      }                                                                        \
    *yieldc_size = yieldc_ok ? yieldc_all.count : 0;                           \
    (yieldc_a_y *)(yieldc_ok ? yieldc_array_move(&yieldc_all) : (void *)0);    \
  }))
#define YIELDC_SIZE_RESULT(who, n)                                             \
  __extension__ __auto_type yieldc_given_n = (n);                              \
  YIELDC_REQUIRE(YIELDC_SAME(__typeof__(yieldc_given_n), size_t *),            \
                 who ": the last argument must be a pointer to a size_t");     \
  size_t *yieldc_size = YIELDC_AS(size_t *, yieldc_given_n)

// A buffer whose memory is from malloc.

YIELDC_SLOW_FN void yieldc_array_free(struct yieldc_buffer *array) {
  free(array->items);
}

YIELDC_FN void *yieldc_array_move(struct yieldc_buffer *array) {
  void *items = array->items;
  array->items = (void *)0;
  return items;
}

/// Makes room for at least one more. False, and nothing has changed, if there
/// is no memory.
YIELDC_COLD_FN bool yieldc_array_grow(struct yieldc_buffer *array) {
  size_t room = array->room ? 2 * array->room : 8, bytes;
  void *items;
  if (__builtin_mul_overflow(room, array->size, &bytes))
    return false;
  if (array->align <= YIELDC_MALLOC_ALIGN) {
    items = realloc(array->items, bytes ? bytes : 1);
  } else {
    items = aligned_alloc(array->align, bytes);
    if (items && array->count)
      memcpy(items, array->items, array->count * array->size);
    if (items)
      free(array->items);
  }
  if (!items)
    return false;
  array->items = items;
  array->room = room;
  return true;
}

// size_t iter_fill(g, Y *array, size_t n): the first n values into the caller's
// array; how many there were. g is not resumed further.
#define iter_fill(g, array, n)                                                 \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_FIRST_ARGUMENT("iter_fill"));                     \
    YIELDC_COUNT(n, "iter_fill");                                              \
    __extension__ __auto_type yieldc_given_p = (array);                        \
    YIELDC_REQUIRE(YIELDC_IS_WRONG(yieldc_a_t) ||                              \
                       YIELDC_SAME(__typeof__(yieldc_given_p), yieldc_a_y *),  \
                   "iter_fill: the second argument must be an array of what "  \
                   "the generator yields");                                    \
    yieldc_a_y *yieldc_p YIELDC_UNUSED =                                       \
        YIELDC_AS(yieldc_a_y *, yieldc_given_p);                               \
    size_t yieldc_i = 0;                                                       \
    if (yieldc_n)                                                              \
      YIELDC_OVER_ALL(yieldc_x) {                                              \
        yieldc_p[yieldc_i++] = yieldc_x;                                       \
        if (yieldc_i == yieldc_n)                                              \
          break;                                                               \
      }                                                                        \
    else                                                                       \
      yieldc_close((struct yieldc_frame *)(void *)YIELDC_TAKEN(a));            \
    yieldc_i;                                                                  \
  }))

// char *iter_join(separator, g): the strings of g with the separator between
// them, from malloc and for the caller to free. Null if there is no memory.
#define iter_join(separator, g)                                                \
  (__extension__({                                                             \
    YIELDC_STRING("iter_join", separator);                                     \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_join"));                               \
    YIELDC_REQUIRE(YIELDC_IS_STRING(YIELDC_A(yieldc_a_y)),                     \
                   "iter_join: the generator must yield strings");             \
    struct yieldc_buffer yieldc_all                                            \
        __attribute__((cleanup(yieldc_array_free))) = {(void *)0, 0, 0, 1, 1}; \
    bool yieldc_ok = true, yieldc_has = false;                                 \
    YIELDC_OVER_ALL(yieldc_x) {                                                \
      if ((yieldc_has && !yieldc_array_append(&yieldc_all, yieldc_s)) ||       \
          !yieldc_array_append(&yieldc_all,                                    \
                               YIELDC_STRING_OR_NULL(yieldc_x))) {             \
        yieldc_ok = false;                                                     \
        break;                                                                 \
      }                                                                        \
      yieldc_has = true;                                                       \
    }                                                                          \
    yieldc_ok = yieldc_ok && yieldc_array_append(&yieldc_all, "");             \
    (char *)(yieldc_ok ? yieldc_array_move(&yieldc_all) : (void *)0);          \
  }))

/// Appends a string, and a '\0' behind it that does not count. Null is empty.
YIELDC_SLOW_FN bool yieldc_array_append(struct yieldc_buffer *array,
                                        const char *string) {
  size_t length = string ? strlen(string) : 0;
  while (array->room - array->count <= length)
    if (!yieldc_array_grow(array))
      return false;
  if (length)
    memcpy((char *)array->items + array->count, string, length);
  array->count += length;
  ((char *)array->items)[array->count] = '\0';
  return true;
}

// void iter_for_each(f, g), iter_for_each(f, context, g): calls f(x), or
// f(x, context), for each x.
#define iter_for_each(...)                                                     \
  YIELDC_WITH_FUNCTION(yieldc_sink_usage, yieldc_for_each, __VA_ARGS__)
#define yieldc_for_each(how, f, c, g)                                          \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_for_each"));                           \
    YIELDC_FUNCTION(how, f, c, ANYTHING, YIELDC_NEEDS_ONE("iter_for_each"),    \
                    YIELDC_TO(yieldc_a_y));                                    \
    YIELDC_OVER_ALL(yieldc_x) { (void)YIELDC_CALL_##how(yieldc_x); }           \
  }))

#endif // YIELDC_ITER_SINKS_H
