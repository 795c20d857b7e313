// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: generators made of something else.

#ifndef YIELDC_ITER_SOURCES_H
#define YIELDC_ITER_SOURCES_H
#pragma GCC system_header

#include <yieldc/iter/buffer.h>
#include <yieldc/iter/equal.h>

// iter_count(start), iter_count(start, step): start, start + step, …, up to the
// last that the type can hold. The type is that of start + step; an integer.
#define iter_count(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_iter_usage, yieldc_count2,             \
              yieldc_count1, ~)(__VA_ARGS__)
#define yieldc_count1(start)                                                   \
  (__extension__({                                                             \
    YIELDC_NUMBERS("iter_count", (start), 0);                                  \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      yieldc_v yieldc_x = yieldc_from;                                         \
      for (;; ++yieldc_x) {                                                    \
        yieldc_v yieldc_next_one;                                              \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
        if (__builtin_add_overflow(yieldc_x, 1, &yieldc_next_one))             \
          break;                                                               \
      }                                                                        \
    });                                                                        \
  }))
#define yieldc_count2(start, step)                                             \
  (__extension__({                                                             \
    YIELDC_NUMBERS("iter_count", (start), (step));                             \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      yieldc_v yieldc_x = yieldc_from;                                         \
      do                                                                       \
        YIELDC_EMIT(yieldc_v, yieldc_x)                                        \
      while (                                                                  \
          !((yieldc_v) - 1 > 0 && yieldc_to < 0                                \
                ? __builtin_sub_overflow(                                      \
                      yieldc_x, (yieldc_v)(0 - (unsigned long long)yieldc_to), \
                      &yieldc_x)                                               \
                : __builtin_add_overflow(yieldc_x, (yieldc_v)yieldc_to,        \
                                         &yieldc_x)));                         \
    });                                                                        \
  }))

// What two integers have in common; yieldc_from and yieldc_to are the two.
#define YIELDC_NUMBERS(who, a, b)                                              \
  __extension__ __auto_type yieldc_given_a = (a);                              \
  __extension__ __auto_type yieldc_given_b = (b);                              \
  YIELDC_REQUIRE(YIELDC_IS_INTEGER(yieldc_given_a) &&                          \
                     YIELDC_IS_INTEGER(yieldc_given_b),                        \
                 who ": the arguments must be integers; for other steps "      \
                     "write gen_expr(0.1 * i, for (i, iter_range(10)))");      \
  __extension__ __auto_type yieldc_from YIELDC_UNUSED =                        \
      YIELDC_INTEGER_OR_0(yieldc_given_a);                                     \
  __extension__ __auto_type yieldc_to YIELDC_UNUSED =                          \
      YIELDC_INTEGER_OR_0(yieldc_given_b);                                     \
  typedef __typeof__(yieldc_from + yieldc_to) yieldc_v
#define YIELDC_INTEGER_OR_0(e)                                                 \
  __builtin_choose_expr(YIELDC_IS_INTEGER(e), (e), 0)

// iter_range(end), iter_range(begin, end): begin (or 0), begin + 1, … before
// end. iter_range(begin, end, step): before end or, where step is negative,
// after it. A step of 0 fails with EINVAL. The type is that of begin + end.
#define iter_range(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_range3, yieldc_range2, yieldc_range1,  \
              ~)(__VA_ARGS__)
#define yieldc_range1(end) yieldc_range2(((__typeof__((end) + 0))0), (end))
#define yieldc_range2(begin, end)                                              \
  (__extension__({                                                             \
    YIELDC_NUMBERS("iter_range", (begin), (end));                              \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      for (yieldc_v yieldc_x = yieldc_from; yieldc_x < (yieldc_v)yieldc_to;    \
           ++yieldc_x)                                                         \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
    });                                                                        \
  }))
#define yieldc_range3(begin, end, step)                                        \
  (__extension__({                                                             \
    YIELDC_NUMBERS("iter_range", (begin), (end));                              \
    __extension__ __auto_type yieldc_given_by = (step);                        \
    YIELDC_REQUIRE(YIELDC_IS_INTEGER(yieldc_given_by),                         \
                   "iter_range: the step must be an integer");                 \
    __extension__ __auto_type yieldc_by YIELDC_UNUSED =                        \
        YIELDC_INTEGER_OR_0(yieldc_given_by);                                  \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      if (!yieldc_by)                                                          \
        YIELDC_FAIL(EINVAL);                                                   \
      unsigned long long yieldc_left = yieldc_range_length(                    \
          yieldc_by > 0,                                                       \
          yieldc_by > 0 ? (yieldc_v)yieldc_from < (yieldc_v)yieldc_to          \
                        : (yieldc_v)yieldc_from > (yieldc_v)yieldc_to,         \
          (unsigned long long)(yieldc_v)yieldc_from,                           \
          (unsigned long long)(yieldc_v)yieldc_to,                             \
          (unsigned long long)yieldc_by);                                      \
      unsigned long long yieldc_x = (unsigned long long)(yieldc_v)yieldc_from; \
      for (; yieldc_left--; yieldc_x += (unsigned long long)yieldc_by)         \
        YIELDC_EMIT(yieldc_v, (yieldc_v)yieldc_x);                             \
    });                                                                        \
  }))
/// How many values a range has, in arithmetic that wraps.
YIELDC_FN unsigned long long yieldc_range_length(bool up, bool any,
                                                 unsigned long long begin,
                                                 unsigned long long end,
                                                 unsigned long long step) {
  if (!any)
    return 0;
  return up ? (end - begin - 1) / step + 1 : (begin - end - 1) / (0 - step) + 1;
}

// iter_repeat(value), iter_repeat(value, n): the value, without end or n times.
#define iter_repeat(...)                                                       \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_iter_usage, yieldc_repeat2,            \
              yieldc_repeat1, ~)(__VA_ARGS__)
#define yieldc_repeat1(value)                                                  \
  (__extension__({                                                             \
    YIELDC_VALUE_GIVEN(value, "iter_repeat");                                  \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      for (;;)                                                                 \
        YIELDC_EMIT(yieldc_v, yieldc_given_v);                                 \
    });                                                                        \
  }))
#define yieldc_repeat2(value, n)                                               \
  (__extension__({                                                             \
    YIELDC_VALUE_GIVEN(value, "iter_repeat");                                  \
    YIELDC_COUNT(n, "iter_repeat");                                            \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      for (size_t yieldc_i = 0; yieldc_i < yieldc_n; ++yieldc_i)               \
        YIELDC_EMIT(yieldc_v, yieldc_given_v);                                 \
    });                                                                        \
  }))
#define YIELDC_VALUE_GIVEN(value, who)                                         \
  typedef __typeof__((0, (value))) yieldc_v;                                   \
  const yieldc_v yieldc_given_v YIELDC_UNUSED = (value)

// iter_cycle(g): the values of g, and then the same again, without end. It
// keeps them in memory; fails with ENOMEM. Ends if g yields nothing.
#define iter_cycle(g)                                                          \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_cycle"));                              \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                        \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
      for (size_t yieldc_i = 0; yieldc_kept.count;                             \
           yieldc_i = yieldc_i + 1 < yieldc_kept.count ? yieldc_i + 1 : 0)     \
        YIELDC_EMIT(yieldc_a_y,                                                \
                    YIELDC_KEPT(yieldc_kept, yieldc_a_y, yieldc_i));           \
    });                                                                        \
  }))

// iter_array(array), iter_array(pointer, n): the elements. The array is the
// caller's, and must outlive the generator.
#define iter_array(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_iter_usage, yieldc_array2,             \
              yieldc_array1, ~)(__VA_ARGS__)
#define yieldc_array1(array)                                                   \
  (__extension__({                                                             \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_ARRAY(array),                                                \
        "iter_array: one argument must be an array; for a pointer write "      \
        "iter_array(pointer, n)");                                             \
    YIELDC_ELEMENTS("iter_array", array);                                      \
    const size_t yieldc_n YIELDC_UNUSED =                                      \
        sizeof(__typeof__(array)) / sizeof(yieldc_v);                          \
    YIELDC_ELEMENTS_STAGE;                                                     \
  }))
#define yieldc_array2(pointer, n)                                              \
  (__extension__({                                                             \
    YIELDC_ELEMENTS("iter_array", pointer);                                    \
    YIELDC_COUNT(n, "iter_array");                                             \
    YIELDC_ELEMENTS_STAGE;                                                     \
  }))
#define YIELDC_ELEMENTS(who, pointer)                                          \
  __extension__ __auto_type yieldc_given_p = (pointer);                        \
  YIELDC_REQUIRE(YIELDC_IS_TO_OBJECT(yieldc_given_p),                          \
                 who ": an array is expected, or a pointer to its first "      \
                     "element");                                               \
  typedef __typeof__((0, *YIELDC_AS_POINTER(yieldc_given_p))) yieldc_v;        \
  const __typeof__(yieldc_v) *const yieldc_p YIELDC_UNUSED =                   \
      YIELDC_AS_POINTER(yieldc_given_p)
// (An int pointer for what is none: only our own message is to be seen.)
#define YIELDC_AS_POINTER(p)                                                   \
  __builtin_choose_expr(YIELDC_IS_TO_OBJECT(p), (p), (int *)0)
#define YIELDC_IS_TO_OBJECT(p)                                                 \
  (YIELDC_IS_POINTER(p) && !YIELDC_SAME(__typeof__(p), void *) &&              \
   !YIELDC_SAME(__typeof__(p), const void *))
#define YIELDC_ELEMENTS_STAGE                                                  \
  YIELDC_STAGE0(yieldc_v, {                                                    \
    for (size_t yieldc_i = 0; yieldc_i < yieldc_n; ++yieldc_i)                 \
      YIELDC_EMIT(yieldc_v, yieldc_p[yieldc_i]);                               \
  })

// iter_until_null(pointers): the elements of an array of pointers up to the
// first null pointer, as argv is.
#define iter_until_null(pointers)                                              \
  (__extension__({                                                             \
    YIELDC_ELEMENTS("iter_until_null", pointers);                              \
    YIELDC_REQUIRE(YIELDC_IS_POINTER(YIELDC_A(yieldc_v)),                      \
                   "iter_until_null: the elements must be pointers");          \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      for (size_t yieldc_i = 0; yieldc_p && yieldc_p[yieldc_i]; ++yieldc_i)    \
        YIELDC_EMIT(yieldc_v, yieldc_p[yieldc_i]);                             \
    });                                                                        \
  }))

// iter_chars(string): its characters, without the '\0'. Null: none.
#define iter_chars(string)                                                     \
  (__extension__({                                                             \
    YIELDC_STRING("iter_chars", string);                                       \
    YIELDC_STAGE0(char, {                                                      \
      for (size_t yieldc_i = 0; yieldc_s && yieldc_s[yieldc_i]; ++yieldc_i)    \
        YIELDC_EMIT(char, yieldc_s[yieldc_i]);                                 \
    });                                                                        \
  }))
#define YIELDC_STRING(who, string)                                             \
  __extension__ __auto_type yieldc_given_s = (string);                         \
  YIELDC_REQUIRE(YIELDC_IS_STRING(yieldc_given_s),                             \
                 who ": the argument must be a string, a char pointer");       \
  const char *const yieldc_s YIELDC_UNUSED =                                   \
      YIELDC_STRING_OR_NULL(yieldc_given_s)

// iter_code_points(string): of a string in UTF-8, as uint32_t. What is no valid
// UTF-8 fails with EILSEQ (RFC 3629: no surrogates, nothing longer than needed,
// nothing above U+10FFFF).
#define iter_code_points(string)                                               \
  (__extension__({                                                             \
    YIELDC_STRING("iter_code_points", string);                                 \
    typedef __UINT32_TYPE__ yieldc_v;                                          \
    YIELDC_STAGE0(yieldc_v, {                                                  \
      const char *yieldc_at = yieldc_s;                                        \
      while (yieldc_at && *yieldc_at) {                                        \
        yieldc_v yieldc_x;                                                     \
        if (!yieldc_decode_utf8(&yieldc_at, &yieldc_x))                        \
          YIELDC_FAIL(EILSEQ);                                                 \
        YIELDC_EMIT(yieldc_v, yieldc_x);                                       \
      }                                                                        \
    });                                                                        \
  }))
/// The code point at *at, behind which *at then points. The second byte's range
/// depends on the first: Unicode 15, table 3-7.
YIELDC_FN bool yieldc_decode_utf8(const char **at, __UINT32_TYPE__ *out) {
  const unsigned char *s = (const unsigned char *)*at;
  unsigned more, low = 0x80, high = 0xbf;
  __UINT32_TYPE__ x = *s++;
  if (x < 0x80) {
    more = 0;
  } else if (x >= 0xc2 && x <= 0xdf) {
    more = 1;
    x &= 0x1f;
  } else if (x >= 0xe0 && x <= 0xef) {
    more = 2;
    low = x == 0xe0 ? 0xa0 : 0x80;
    high = x == 0xed ? 0x9f : 0xbf;
    x &= 0x0f;
  } else if (x >= 0xf0 && x <= 0xf4) {
    more = 3;
    low = x == 0xf0 ? 0x90 : 0x80;
    high = x == 0xf4 ? 0x8f : 0xbf;
    x &= 0x07;
  } else {
    return false;
  }
  for (; more; --more, low = 0x80, high = 0xbf) {
    if (*s < low || *s > high)
      return false;
    x = x << 6 | (*s++ & 0x3f);
  }
  *at = (const char *)s;
  *out = x;
  return true;
}

#endif // YIELDC_ITER_SOURCES_H
