// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Over-aligned locals, parameters, values, sent values and results are right.
//
// Everything is also consumed by an object of gcc and one of clang's without the
// plugin. (`cys` in the header is the plain case, for comparison.)
//
// DEFINE: %{consumer} = -c -std=gnu11 -Wall -Werror -isystem %include %S/Inputs/over-aligned-consumer.c
// DEFINE: %{all} = %s --linked %S/Inputs/over-aligned-consumer.c %t.gcc.o %t.clang.o -DCONSUME_ALL=consume_all -Wno-psabi
// RUN: %gcc -O2 %{consumer} -DCONSUME_ALL=consume_all_with_gcc -o %t.gcc.o
// RUN: %clang -O2 %{consumer} -DCONSUME_ALL=consume_all_with_clang -o %t.clang.o
// RUN: %levels %{all}
// RUN: %gcc -O0 %{consumer} -DCONSUME_ALL=consume_all_with_gcc -o %t.gcc.o
// RUN: %clang -O0 %{consumer} -DCONSUME_ALL=consume_all_with_clang -o %t.clang.o
// RUN: %if sanitizers %{ %levels %{all} --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include "Inputs/over-aligned.h"

#include "../conformance/Inputs/check.h"

// ---- Values, sent values and results ---------------------------------------------

#define DEFINE_MAKER(name, Y, S, R)                                            \
  generator(Y, S, R) make_##name(void) {                                       \
    int sent = 0;                                                              \
    for (int i = 1; i <= 3; ++i) {                                             \
      Y y;                                                                     \
      from_int(&y, sizeof y, i + sent);                                        \
      CHECK(is_aligned(&y, _Alignof(Y)));                                      \
      S s = yield y;                                                           \
      CHECK(is_aligned(&s, _Alignof(S)));                                      \
      sent = to_int(&s, sizeof s);                                             \
      CHECK(sent == 0 || is_whole(&s, sizeof s));                              \
    }                                                                          \
    R r;                                                                       \
    from_int(&r, sizeof r, 100 + sent);                                        \
    return r;                                                                  \
  }
EACH_COMBINATION(DEFINE_MAKER)

int consume_all_with_clang(void);

static int combinations(void) {
  int n = 0;
#define COUNT(name, Y, S, R) ++n;
  EACH_COMBINATION(COUNT)
  return n;
}

static void each_type_is_consumed_with_the_plugin(void) {
  CHECK_EQ(consume_all(), combinations());
}
static void each_type_is_consumed_without_the_plugin(void) {
  CHECK_EQ(consume_all_with_clang(), combinations());
}
static void each_type_is_consumed_by_gcc(void) {
  CHECK_EQ(consume_all_with_gcc(), combinations());
}

// ---- Delegation -------------------------------------------------------------------

#define DEFINE_DELEGATOR(name, Y, S, R)                                        \
  generator(Y, S, R) delegate_##name(void) {                                   \
    R r = yield from make_##name();                                            \
    CHECK(is_aligned(&r, _Alignof(R)));                                        \
    CHECK(is_whole(&r, sizeof r));                                             \
    return r;                                                                  \
  }                                                                            \
  static void check_delegate_##name(void) {                                    \
    Y y;                                                                       \
    S s;                                                                       \
    R r;                                                                       \
    memset(&y, 0, sizeof y);                                                   \
    memset(&r, 0, sizeof r);                                                   \
    generator(Y, S, R) g = delegate_##name();                                  \
    CHECK(gen_next(g, &y));                                                    \
    CHECK_EQ(to_int(&y, sizeof y), 1);                                         \
    from_int(&s, sizeof s, 5);                                                 \
    CHECK(gen_send(g, s, &y));                                                 \
    CHECK_EQ(to_int(&y, sizeof y), 7);                                         \
    CHECK(is_whole(&y, sizeof y));                                             \
    CHECK(gen_next(g));                                                        \
    CHECK(!gen_send(g, s));                                                    \
    CHECK(gen_result(g, &r));                                                  \
    CHECK_EQ(to_int(&r, sizeof r), 105);                                       \
    gen_close(g);                                                              \
  }
EACH_COMBINATION(DEFINE_DELEGATOR)

static void each_type_passes_through_a_delegation(void) {
#define CHECK_DELEGATE(name, Y, S, R) check_delegate_##name();
  EACH_COMBINATION(CHECK_DELEGATE)
}

// ---- Locals and parameters ----------------------------------------------------------

typedef float vec16 __attribute__((vector_size(64)));

/// All zero but for two elements.
static vec16 vector(int i, float a, int j, float b) {
  vec16 v = {0};
  v[i] = a;
  v[j] = b;
  return v;
}

static void in_memory(void *p) { __asm__ volatile("" : : "r"(p) : "memory"); }

generator(int) locals(int n) {
  char odd = 1;
  _Alignas(32) char a[3] = "ab";
  _Alignas(64) int b = 2;
  vec16 c = {3};
  struct a256 d = {.value = 4, .last = 5};
  for (int i = 0; i < n; ++i) {
    in_memory(&odd), in_memory(a), in_memory(&b), in_memory(&c), in_memory(&d);
    CHECK(is_aligned(a, 32) && is_aligned(&b, 64) && is_aligned(&c, _Alignof(vec16)) &&
          is_aligned(&d, 256));
    c += 1;
    yield odd + a[1] + b + (int)c[0] + (int)c[15] + d.value + d.last;
  }
}
static void locals_are_aligned(void) {
  int i = 0;
  foreach (x, locals(20)) {
    ++i;
    CHECK_EQ(x, 1 + 'b' + 2 + 3 + 2 * i + 4 + 5);
  }
  CHECK_EQ(i, 20);
}

generator(int) parameters(char odd, struct a64 a, struct a256 b, vec16 c,
                          struct a32 d) {
  for (int i = 0; i < 2; ++i) {
    in_memory(&odd), in_memory(&a), in_memory(&b), in_memory(&c), in_memory(&d);
    CHECK(is_aligned(&a, 64) && is_aligned(&b, 256) && is_aligned(&c, _Alignof(vec16)) &&
          is_aligned(&d, 32));
    yield odd + a.value + a.last + b.value + b.last + (int)c[15] + d.value;
  }
}
static void parameters_are_aligned(void) {
  for (int i = 0; i < 20; ++i) {
    generator(int) g =
        parameters(1, (struct a64){2, 3}, (struct a256){4, 5},
                   vector(15, 6, 0, 0), (struct a32){.value = i});
    CHECK_YIELDS(g, 21 + i, 21 + i);
  }
}

generator(vec16, vec16, vec16) vectors(vec16 v) {
  for (int i = 0; i < 3; ++i)
    v += yield v;
  return v;
}
static void a_vector_can_be_value_sent_and_result(void) {
  vec16 one = {1, 1, 1}, v = {0};
  generator(vec16, vec16, vec16) g = vectors(vector(1, 10, 15, 20));
  CHECK(gen_next(g, &v));
  CHECK(v[0] == 0 && v[1] == 10 && v[15] == 20);
  CHECK(gen_send(g, one, &v));
  CHECK(v[0] == 1 && v[1] == 11 && v[2] == 1 && v[15] == 20);
  CHECK(gen_send(g, one, &v) && !gen_send(g, one, &v) && gen_result(g, &v));
  CHECK(v[0] == 3 && v[1] == 13 && v[2] == 3 && v[3] == 0 && v[15] == 20);
  gen_close(g);
}

CASES(CASE(each_type_is_consumed_with_the_plugin),
      CASE(each_type_is_consumed_without_the_plugin),
      CASE(each_type_is_consumed_by_gcc),
      CASE(each_type_passes_through_a_delegation), CASE(locals_are_aligned),
      CASE(parameters_are_aligned), CASE(a_vector_can_be_value_sent_and_result))
