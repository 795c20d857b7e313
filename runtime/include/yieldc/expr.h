// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generator expressions. One is a block literal, called on the spot, whose body
// is a generator function's in marker form (body.h): a block captures the
// variables it names by value, and its type can be told in an expression. The
// pass makes it an ordinary function, of which what was captured is a
// parameter.
//
// Nothing here is for users; the names they write are in <yieldc.h>.

#ifndef YIELDC_EXPR_H
#define YIELDC_EXPR_H
#pragma GCC system_header

#include <yieldc/marker.h>

// Each clause is pasted behind one of these; what is none makes a name of which
// the compiler says that it does not know it. What the first `for` goes through
// is made outside of the block, at once.
#define gen_expr_needs_for_first_not_for(x, g) g
#define YIELDC_FIRST_for(x, g)                                                 \
  yieldc_expr_loop(x, (yieldc_outer_t)yieldc_moved(&yieldc_first))
#define YIELDC_NAME_for(x, g)                                                  \
  YIELDC_VALUE(yieldc_outer_t) x __attribute__((unused));
#define gen_expr_takes_for_and_if_not_for(x, g)                                \
  YIELDC_VALUE(YIELDC_TYPE(g)) x __attribute__((unused));
#define YIELDC_CLAUSE_for(x, g) yieldc_expr_loop(x, g)
#define gen_expr_takes_for_and_if_not_if(...)
#define YIELDC_CLAUSE_if(...) if (__VA_ARGS__)

#define YIELDC_DECLARE(clause) gen_expr_takes_for_and_if_not_##clause
#define YIELDC_CLAUSE(clause) YIELDC_CLAUSE_##clause

// clang-format off
#define yieldc_expr1(v, a)                                                     \
  yieldc_expr(v, a, , )
#define yieldc_expr2(v, a, b)                                                  \
  yieldc_expr(v, a, YIELDC_DECLARE(b), YIELDC_CLAUSE(b))
#define yieldc_expr3(v, a, b, c)                                               \
  yieldc_expr(v, a, YIELDC_DECLARE(b) YIELDC_DECLARE(c),                       \
              YIELDC_CLAUSE(b) YIELDC_CLAUSE(c))
#define yieldc_expr4(v, a, b, c, d)                                            \
  yieldc_expr(v, a, YIELDC_DECLARE(b) YIELDC_DECLARE(c) YIELDC_DECLARE(d),     \
              YIELDC_CLAUSE(b) YIELDC_CLAUSE(c) YIELDC_CLAUSE(d))
#define yieldc_expr5(v, a, b, c, d, e)                                         \
  yieldc_expr(v, a, YIELDC_DECLARE(b) YIELDC_DECLARE(c) YIELDC_DECLARE(d)      \
              YIELDC_DECLARE(e), YIELDC_CLAUSE(b) YIELDC_CLAUSE(c)             \
              YIELDC_CLAUSE(d) YIELDC_CLAUSE(e))
// clang-format on
#define yieldc_expr_usage(...)                                                 \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments: gen_expr(value, for (x, "    \
                      "g)), and up to four clauses more, for (y, h) or if "    \
                      "(condition)");                                          \
    (YIELDC_NO_HANDLE)0;                                                       \
  }))

// The type of the value is that of a statement expression in which the
// variables of the clauses are declared.
#define yieldc_expr(value, first, declarations, clauses)                       \
  (__extension__({                                                             \
    YIELDC_TAKE_FROM(outer, gen_expr_needs_for_first_not_##first,              \
                     "gen_expr: what 'for' goes through must be a generator "  \
                     "(of a generator function: call it)",                     \
                     "gen_expr: a generator(void) yields no value");           \
    YIELDC_QUIET typedef __typeof__(__extension__({                            \
      YIELDC_NAME_##first declarations(void) 0;                                \
      (value);                                                                 \
    })) yieldc_any YIELDC_LOUD;                                                \
    YIELDC_REQUIRE(!YIELDC_IS_VOID(yieldc_any),                                \
                   "gen_expr: the first argument must have a value");          \
    typedef __typeof__(__builtin_choose_expr(YIELDC_IS_VOID(yieldc_any), 0,    \
                                             *(yieldc_any *)0)) yieldc_v;      \
    YIELDC_EXPR_MAKE(value, YIELDC_FIRST_##first clauses);                     \
  }))

#if YIELDC_HAS_PLUGIN
#define YIELDC_EXPR_MAKE(value, clauses)                                       \
  ^gen_generator(yieldc_v)(yieldc_outer_t yieldc_first) {                      \
    YIELDC_BEGIN(yieldc_v, int, 1, &yieldc_first);                             \
    clauses YIELDC_EMIT(yieldc_v, value);                                      \
    return 0;                                                                  \
  }                                                                            \
  (YIELDC_TAKEN(outer))
#elif defined YIELDC_EDITOR
#define YIELDC_EXPR_MAKE(value, clauses) (gen_generator(yieldc_v))0
#else
#define YIELDC_EXPR_MAKE(value, clauses)                                       \
  YIELDC_REQUIRE(0, "gen_expr works only in code compiled with the yieldc "    \
                    "plugin");                                                 \
  (gen_generator(yieldc_v))0
#endif
#define yieldc_expr_loop(x, g)                                                 \
  yieldc_foreach(, x, g, __extension__({                                       \
                   if (yieldc_loop_failed(yieldc_self(), yieldc_source_##x))   \
                     return 0;                                                 \
                 }))

#endif // YIELDC_EXPR_H
