// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the iterator tools are made of. A tool is a statement expression: it
// evaluates each argument once, in the order given by the macro, checks it, and
// calls a block literal in marker form with the sources for parameters. The
// literal captures the other arguments, which are constants in it.
//
//   YIELDC_TAKE(a, g, "…")        the source g: yieldc_a, of type yieldc_a_t,
//                                 which yields yieldc_a_y
//   YIELDC_FUNCTION(how, f, c, …) the function f: yieldc_f
//   YIELDC_STAGE1(V, …)           the literal, which yields V
//
// Nothing here is for users.

#ifndef YIELDC_ITER_STAGE_H
#define YIELDC_ITER_STAGE_H
#pragma GCC system_header

#include <yieldc.h>
#include <yieldc/marker.h>

// ---- Sources ----------------------------------------------------------------

#define YIELDC_TAKE(name, g, text)                                             \
  YIELDC_TAKE_FROM(name, g, text, text "; a generator(void) yields no value"); \
  typedef YIELDC_VALUE(yieldc_##name##_t) yieldc_##name##_y YIELDC_UNUSED
#define YIELDC_LAST(who)                                                       \
  who ": the last argument must be a generator (of a generator function: "     \
      "call it)"
#define YIELDC_ALL(who)                                                        \
  who ": the arguments must be generators (of a generator function: call it)"

// In a stage: the next value of the source goes to x; false if there is none.
#define YIELDC_PULL(name, x)                                                   \
  yieldc_next_into((struct yieldc_frame *)(void *)yieldc_##name, (void *)&(x), \
                   sizeof(x), __extension__ _Alignof(__typeof__(x)))
// And then: fails if the source has.
#define YIELDC_ENDED(name)                                                     \
  if (yieldc_loop_failed(yieldc_self(),                                        \
                         (struct yieldc_frame *)(void *)yieldc_##name))        \
  return 0

// ---- Functions --------------------------------------------------------------

// A function is given alone, or with a context pointer, which it is passed
// behind the other arguments: `how` is ALONE or CONTEXT.
#define YIELDC_TYPES_ALONE(...) __VA_ARGS__
#define YIELDC_TYPES_CONTEXT(...) __VA_ARGS__, (&yieldc_c)
#define YIELDC_CALL_ALONE(...) yieldc_f(__VA_ARGS__)
#define YIELDC_CALL_CONTEXT(...) yieldc_f(__VA_ARGS__, yieldc_c)

// The tools that are given one, as (f, …) or (f, context, …): `tool` is called
// with how, f, the context, and the others, of which there is one, or two.
#define YIELDC_WITH_FUNCTION(usage, tool, ...)                                 \
  YIELDC_PICK(__VA_ARGS__, usage, usage, usage, yieldc_context, yieldc_alone,  \
              usage, ~)(tool, __VA_ARGS__)
#define YIELDC_WITH_FUNCTION_AND_ONE(usage, tool, ...)                         \
  YIELDC_PICK(__VA_ARGS__, usage, usage, yieldc_context, yieldc_alone, usage,  \
              usage, ~)(tool, __VA_ARGS__)
#define yieldc_alone(tool, f, ...) tool(ALONE, f, 0, __VA_ARGS__)
#define yieldc_context(tool, f, c, ...) tool(CONTEXT, f, c, __VA_ARGS__)

#define YIELDC_GIVEN_FUNCTION(f, c)                                            \
  __extension__ __auto_type yieldc_given_f = (f);                              \
  __extension__ __auto_type yieldc_c YIELDC_UNUSED = (c)
#define YIELDC_FUNCTION(how, f, c, returns, text, ...)                         \
  YIELDC_GIVEN_FUNCTION(f, c);                                                 \
  YIELDC_CHECK_FUNCTION(how, returns, text, __VA_ARGS__)
// It must return a VALUE, a CONDITION, a KEY, or ANYTHING. The last arguments
// point to the types that it is called with.
#if YIELDC_HAS_PLUGIN
#define YIELDC_POINTEE(f, n) __attribute__((yieldc_pointee(f, n)))
#define YIELDC_CHECK_FUNCTION(how, returns, text, ...)                         \
  typedef void yieldc_f_t __attribute__((                                      \
      yieldc_callable((yieldc_given_f), (YIELDC_RETURNS_##returns),            \
                      YIELDC_TYPES_##how(__VA_ARGS__))));                      \
  YIELDC_REQUIRE(YIELDC_SAME(yieldc_f_t, __typeof__(yieldc_given_f)),          \
                 text YIELDC_RETURNS_TEXT_##returns);                          \
  yieldc_f_t yieldc_f YIELDC_UNUSED = __builtin_choose_expr(                   \
      YIELDC_SAME(yieldc_f_t, __typeof__(yieldc_given_f)), yieldc_given_f,     \
      (yieldc_f_t)0)
#else
#define YIELDC_POINTEE(f, n)
#define YIELDC_CHECK_FUNCTION(how, returns, text, ...)                         \
  __extension__ __auto_type yieldc_f YIELDC_UNUSED = yieldc_given_f
#endif
#define YIELDC_RETURNS_ANYTHING 0
#define YIELDC_RETURNS_VALUE 1
#define YIELDC_RETURNS_CONDITION 2
#define YIELDC_RETURNS_KEY 2
#define YIELDC_RETURNS_TEXT_ANYTHING ""
#define YIELDC_RETURNS_TEXT_VALUE ", and returns a value"
#define YIELDC_RETURNS_TEXT_KEY                                                \
  ", and returns a key: a number, a pointer or a string"
#define YIELDC_RETURNS_TEXT_CONDITION                                          \
  ", and returns a condition (a number or pointer)"
#define YIELDC_NEEDS(who, parameters)                                          \
  who ": the first argument must be a function that takes " parameters         \
      " (and behind that the context, if there is one)"
#define YIELDC_NEEDS_ONE(who) YIELDC_NEEDS(who, "what the generator yields")
#define YIELDC_NEEDS_TWO(who)                                                  \
  YIELDC_NEEDS(who, "two of what the generators yield")

// The type of what a function returns, or of S; int for void.
#define YIELDC_TYPE_OF_VALUE(e)                                                \
  __typeof__(__builtin_choose_expr(YIELDC_IS_VOID(__typeof__(e)), 0, (e)))
#define YIELDC_A(T) (*(T *)0)
#define YIELDC_TO(T) ((T *)0)
// (As if without qualifiers: of a pointer both are the same.)
#define YIELDC_IS_ARRAY(e) (!YIELDC_SAME(__typeof__(e), __typeof__((0, (e)))))
#define YIELDC_CLASS(e) __builtin_classify_type(e)
#define YIELDC_IS_POINTER(e) (YIELDC_CLASS(e) == 5)
#define YIELDC_IS_REAL(e) (YIELDC_CLASS(e) == 8)
#define YIELDC_IS_INTEGER(e)                                                   \
  (YIELDC_CLASS(e) >= 1 && YIELDC_CLASS(e) <= 4 && sizeof(e) <= 8)
#define YIELDC_IS_NUMBER(e)                                                    \
  (YIELDC_CLASS(e) >= 1 && YIELDC_CLASS(e) <= 4 || YIELDC_IS_REAL(e))
#define YIELDC_IS_SCALAR(e) (YIELDC_IS_NUMBER(e) || YIELDC_IS_POINTER(e))

// What was given, if it is of the type T; else null, to go on with.
#define YIELDC_AS(T, given)                                                    \
  __builtin_choose_expr(YIELDC_SAME(__typeof__(given), T), given, (T)0)

// A number of values: an integer, none if it is negative.
#define YIELDC_COUNT(n, who)                                                   \
  YIELDC_REQUIRE(YIELDC_IS_INTEGER(n), who ": the count must be an integer");  \
  const size_t yieldc_n YIELDC_UNUSED = __extension__({                        \
    __extension__ __auto_type yieldc_count = (n);                              \
    yieldc_count > 0 ? (size_t)yieldc_count : (size_t)0;                       \
  })

// ---- Stages -----------------------------------------------------------------

#if YIELDC_HAS_PLUGIN
#define YIELDC_STAGE_(V, S, parameters, handles, arguments, ...)               \
  ^gen_generator(V, S) parameters {                                            \
    YIELDC_BEGIN(V, YIELDC_TYPE_OF_VALUE(YIELDC_A(S)), YIELDC_LIST handles);   \
    __VA_ARGS__                                                                \
    return 0;                                                                  \
  }                                                                            \
  arguments
#define YIELDC_LIST(...) __VA_ARGS__
#else
#define YIELDC_STAGE_(V, S, parameters, handles, arguments, ...)               \
  YIELDC_STAGE_NEEDS_PLUGIN;                                                   \
  (gen_generator(V, S))0
#ifdef YIELDC_EDITOR
#define YIELDC_STAGE_NEEDS_PLUGIN (void)0
#else
#define YIELDC_STAGE_NEEDS_PLUGIN                                              \
  YIELDC_REQUIRE(0, "iterator tools work only in code compiled with the "      \
                    "yieldc plugin")
#endif
#endif

#define YIELDC_STAGE0(V, ...)                                                  \
  YIELDC_STAGE_(V, void, (void), (0), (), __VA_ARGS__)
#define YIELDC_STAGE1(V, ...) YIELDC_STAGE1_SENT(V, void, __VA_ARGS__)
#define YIELDC_STAGE1_SENT(V, S, ...)                                          \
  YIELDC_STAGE_(V, S, (yieldc_a_t yieldc_a), (1, &yieldc_a),                   \
                (YIELDC_TAKEN(a)), __VA_ARGS__)
#define YIELDC_STAGE2(V, ...)                                                  \
  YIELDC_STAGE_(V, void, (yieldc_a_t yieldc_a, yieldc_b_t yieldc_b),           \
                (2, &yieldc_a, &yieldc_b), (YIELDC_TAKEN(a), YIELDC_TAKEN(b)), \
                __VA_ARGS__)
#define YIELDC_STAGE3(V, ...)                                                  \
  YIELDC_STAGE_(                                                               \
      V, void,                                                                 \
      (yieldc_a_t yieldc_a, yieldc_b_t yieldc_b, yieldc_d_t yieldc_d),         \
      (3, &yieldc_a, &yieldc_b, &yieldc_d),                                    \
      (YIELDC_TAKEN(a), YIELDC_TAKEN(b), YIELDC_TAKEN(d)), __VA_ARGS__)

// (With something to go on with.)
#define YIELDC_USAGE(value)                                                    \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments for an iterator tool; "       \
                      "<yieldc/iter.h> lists them");                           \
    value;                                                                     \
  }))
#define yieldc_iter_usage(...) YIELDC_USAGE((gen_generator(int))0)
#define yieldc_sink_usage(...) YIELDC_USAGE(0)

#endif // YIELDC_ITER_STAGE_H
