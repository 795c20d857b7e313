// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Consumes each generator of over-aligned.h; compiled by gcc and by clang, also
// without the plugin. CONSUME_ALL is the name of the function.

#include <stdio.h>

#include "over-aligned.h"

#define EXPECT(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (void)(++wrong, printf("%s: %s\n", name, #condition)))

#define CONSUME(combination, Y, S, R)                                          \
  static bool consume_##combination(void) {                                    \
    const char *name = "make_" #combination;                                   \
    int wrong = 0;                                                             \
    struct {                                                                   \
      char before;                                                             \
      Y y;                                                                     \
      S s;                                                                     \
      R r;                                                                     \
    } v;                                                                       \
    memset(&v, 0, sizeof v);                                                   \
    generator(Y, S, R) g = make_##combination();                               \
    EXPECT(gen_next(g, &v.y));                                                 \
    EXPECT(to_int(&v.y, sizeof v.y) == 1 && is_whole(&v.y, sizeof v.y));       \
    from_int(&v.s, sizeof v.s, 10);                                            \
    EXPECT(gen_send(g, v.s, &v.y));                                            \
    EXPECT(to_int(&v.y, sizeof v.y) == 12 && is_whole(&v.y, sizeof v.y));      \
    EXPECT(gen_next(g, &v.y));                                                 \
    EXPECT(to_int(&v.y, sizeof v.y) == 3);                                     \
    from_int(&v.s, sizeof v.s, 20);                                            \
    EXPECT(!gen_send(g, v.s, &v.y));                                           \
    EXPECT(to_int(&v.y, sizeof v.y) == 3);                                     \
    EXPECT(gen_result(g, &v.r));                                               \
    EXPECT(to_int(&v.r, sizeof v.r) == 120 && is_whole(&v.r, sizeof v.r));     \
    gen_close(g);                                                              \
    int n = 0, error = -1;                                                     \
    foreach (x, make_##combination(), error) {                                 \
      EXPECT(is_aligned(&x, _Alignof(Y)));                                     \
      EXPECT(to_int(&x, sizeof x) == ++n);                                     \
      EXPECT(is_whole(&x, sizeof x));                                          \
    }                                                                          \
    EXPECT(n == 3 && error == 0);                                              \
    g = make_##combination();                                                  \
    EXPECT(gen_next(g) && !gen_throw(g, 1234, &v.y));                          \
    EXPECT(gen_error(g) == 1234);                                              \
    gen_close(g);                                                              \
    return !wrong;                                                             \
  }
EACH_COMBINATION(CONSUME)

int CONSUME_ALL(void);
int CONSUME_ALL(void) {
  int right = 0;
#define ADD(combination, Y, S, R) right += consume_##combination();
  EACH_COMBINATION(ADD)
  return right;
}
