// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When two values are the same: numbers and pointers by ==, strings by their
// characters (two null pointers are the same).
//
// Nothing here is for users.

#ifndef YIELDC_ITER_EQUAL_H
#define YIELDC_ITER_EQUAL_H
#pragma GCC system_header

#include <yieldc/iter/stage.h>

#define YIELDC_IS_STRING(e)                                                    \
  (YIELDC_SAME(__typeof__((0, (e))), char *) ||                                \
   YIELDC_SAME(__typeof__((0, (e))), const char *))
YIELDC_FN bool yieldc_same_string(const char *a, const char *b) {
  return a == b || (a && b && !__builtin_strcmp(a, b));
}
// (Each as something that has ==, whatever it is: what has none was refused.)
#define YIELDC_EQUAL(a, b)                                                     \
  __builtin_choose_expr(                                                       \
      YIELDC_IS_STRING(a),                                                     \
      yieldc_same_string(YIELDC_STRING_OR_NULL(a), YIELDC_STRING_OR_NULL(b)),  \
      YIELDC_SCALAR_OR_0(a) == YIELDC_SCALAR_OR_0(b))
#define YIELDC_STRING_OR_NULL(e)                                               \
  __builtin_choose_expr(YIELDC_IS_STRING(e), (e), (const char *)0)
#define YIELDC_SCALAR_OR_0(e) __builtin_choose_expr(YIELDC_IS_SCALAR(e), (e), 0)

#endif // YIELDC_ITER_EQUAL_H
