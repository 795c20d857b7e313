// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A generator's body in marker form (body.h), written by macros: in a block
// literal, since that may stand in an expression, and its types are whatever
// the expression has. The pass makes an ordinary function of it. Generator
// expressions and iterator tools are made of these.
//
// Nothing here is for users.

#ifndef YIELDC_MARKER_H
#define YIELDC_MARKER_H
#pragma GCC system_header

#include <yieldc/types.h>

#define YIELDC_MAX(a, b) ((a) > (b) ? (a) : (b))
#define YIELDC_SLOT_END(T) (YIELDC_SLOT_OFFSET(_Alignof(T)) + sizeof(T))

// Of a variable that only the literal names, which is left out without plugin.
#define YIELDC_UNUSED __attribute__((unused))

// A source that is taken over: declares its type, yieldc_NAME_t, and is
// YIELDC_TAKEN. (The plugin knows the variable: made from a parameter of the
// generator function around it, it is moved from.)
#define YIELDC_TAKE_FROM(name, g, text, void_text)                             \
  __extension__ YIELDC_UNUSED __auto_type yieldc_taken_##name = (g);           \
  typedef __typeof__(YIELDC_TYPE_OF(                                           \
      yieldc_taken_##name)) yieldc_##name##_t YIELDC_UNUSED;                   \
  YIELDC_REQUIRE(!YIELDC_IS_WRONG(yieldc_##name##_t), text);                   \
  YIELDC_REQUIRE(!YIELDC_IS_VOID(YIELDC_Y(yieldc_##name##_t)), void_text)
#define YIELDC_TAKEN(name)                                                     \
  __builtin_choose_expr(YIELDC_IS_WRONG(yieldc_##name##_t),                    \
                        (yieldc_##name##_t)0, yieldc_taken_##name)

// At the beginning: V is yielded, S sent (int for void). Then the number of
// parameters that are handles, and their addresses.
#define YIELDC_BEGIN(V, S, ...)                                                \
  __extension__ yieldc_begin(                                                  \
      YIELDC_MAX(YIELDC_SLOT_END(V), YIELDC_SLOT_END(S)),                      \
      YIELDC_MAX(_Alignof(V), _Alignof(S)), yieldc_support_table,              \
      __VA_ARGS__);                                                            \
  if (yieldc_interrupted(yieldc_self()))                                       \
    return 0;                                                                  \
  yieldc_enter(yieldc_self(), 0)

// Yields a value of type V. Of the flags it keeps `keep`.
#define YIELDC_EMIT_KEEP(V, keep, ...)                                         \
  {                                                                            \
    {                                                                          \
      V yieldc_value = (__VA_ARGS__);                                          \
      __builtin_memcpy((V *)yieldc_slot(yieldc_self(), _Alignof(V)),           \
                       &yieldc_value, sizeof yieldc_value);                    \
    }                                                                          \
    yieldc_pause(yieldc_self());                                               \
    yieldc_suspend();                                                          \
    if (yieldc_interrupted(yieldc_self()))                                     \
      return 0;                                                                \
    yieldc_enter(yieldc_self(), keep);                                         \
  }
#define YIELDC_EMIT(V, ...) YIELDC_EMIT_KEEP(V, 0, __VA_ARGS__)

// Fails.
#define YIELDC_FAIL(code)                                                      \
  {                                                                            \
    yieldc_fail(yieldc_self(), (code));                                        \
    return 0;                                                                  \
  }

#if defined __clang__ && __has_attribute(yieldc_require) &&                    \
    !defined YIELDC_EDITOR
#include <yieldc/body.h>
#define YIELDC_HAS_PLUGIN 1
#else
#define YIELDC_HAS_PLUGIN 0
#endif

#endif // YIELDC_MARKER_H
