// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `yield from` delegates, unless the token after `from` can only continue an
// expression: then `from` is a variable, as it always is in `yield (from)`.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

typedef generator(int) ints;

static ints up_to(int n) {
  for (int i = 1; i <= n; ++i)
    yield i;
}

/// Notes what it yields.
static void notes(ints g, const char *expected) {
  foreach (x, g)
    note_number("", x);
  EXPECT_NOTES(expected);
}
#define NOTES(call, expected) notes(call, expected)

// ---- A variable ------------------------------------------------------------

struct pair {
  int a, *b;
};

static ints ends(int from) {
  yield from;
  yield (from);
  (yield from);
  int n = 0;
  (yield from, n = 5);
  yield n;
  int a[] = {n};
  a[(yield from, 0)] = 1;
  ({ yield from; });
  n ? yield from : (void)0;
}
// Before a closing bracket and brace.
static generator(int, int) brackets(int from) {
  int a[2] = {yield from};
  a[yield from] = 6;
  yield 10 * a[0] + a[1];
}
static ints assigns(int from) {
  yield from = 2;
  yield from += 3;
  yield from -= 1;
  yield from *= 6;
  yield from /= 2;
  yield from %= 7;
  yield from <<= 2;
  yield from >>= 1;
  yield from &= 9;
  yield from |= 4;
  yield from ^= 1;
}
static ints postfix(int n) {
  int from[] = {n, n + 1};
  yield from[1];
  {
    int from = n;
    yield from++;
    yield from--;
    yield from;
  }
  {
    struct pair from = {n, &n}, *p = &from;
    yield from.a;
    {
      struct pair *from = p;
      yield from->a;
      yield *from->b; // `yield *…`, not `yield from`
    }
  }
}
static ints binary(int from) {
  yield from / 2;
  yield from % 4;
  yield from < 7;
  yield from > 7;
  yield from <= 7;
  yield from >= 7;
  yield from == 7;
  yield from != 7;
  yield from << 1;
  yield from >> 1;
  yield from && 0;
  yield from || 0;
  yield from | 8;
  yield from ^ 1;
  yield from ? 3 : 4;
}
static ints in_parentheses(int from) {
  yield (from) + 1;
  yield (from) * 2;
  yield (from) & 4;
  yield (from) - 1;
  yield ((from));
}

// ---- A delegation ----------------------------------------------------------

static ints called(int n) { yield from up_to(n); }
static ints of_variable(int n) {
  ints inner = up_to(n);
  yield from inner;
}
static ints of_parameter(ints inner) { yield from inner; }
static ints parenthesized(int n) { yield from(up_to(n)); }
static ints dereferenced(int n) {
  ints inner = up_to(n), *p = &inner;
  yield from *p;
}
static ints address(int n) {
  ints inner = up_to(n);
  yield from &*inner;
}
static ints cast(void *any) { yield from (ints)any; }
static ints indexed(int n) {
  ints inner[] = {up_to(n), up_to(n + 1)};
  yield from inner[0];
  yield from inner[1];
}
static ints member(int n) {
  struct {
    ints values;
  } s = {up_to(n)}, *p = &s;
  yield from p->values;
}
static ints conditional(int n) { yield from n > 1 ? up_to(n) : up_to(9); }
static ints moved(int n) {
  ints inner = up_to(n);
  yield from gen_move(inner);
  EXPECT(!inner);
}
static ints in_statement_expression(int n) {
  yield from ({ up_to(n); });
}
static ints keyword(int n) { yield from _Generic(n, int: up_to(n)); }
static ints macro_call(int n) {
#define INNER up_to(n)
  yield from INNER;
#define FROM from
  yield FROM up_to(1);
}
// The operand is an assignment expression.
static ints comma(int n) {
  yield from up_to(n), note("then");
}
static ints assigned(int n) {
  ints inner;
  yield from inner = up_to(n);
}
static ints across_lines(int n) {
  yield
      from
          up_to(n);
}
// `from` stays an ordinary identifier: here a function's name, and a label's.
static ints from(int n) { yield n; }
static ints function_named_from(int n) {
  yield from from(n);
  goto from;
from:
  yield from up_to(1);
}

int main(void) {
  NOTES(ends(7), "7 7 7 7 5 7 7 7");
  int x;
  generator(int, int) g = brackets(7);
  EXPECT(gen_next(g, &x) && x == 7 && gen_send(g, 5, &x) && x == 7);
  EXPECT(gen_send(g, 1, &x) && x == 56);
  gen_close(g);
  NOTES(assigns(1), "2 5 4 24 12 5 20 10 8 12 13");
  NOTES(postfix(4), "5 4 5 4 4 4 4");
  NOTES(binary(7), "3 3 0 0 1 1 1 0 14 3 0 1 15 6 3");
  NOTES(in_parentheses(7), "8 14 4 6 7");
  NOTES(called(3), "1 2 3");
  NOTES(of_variable(2), "1 2");
  NOTES(of_parameter(up_to(2)), "1 2");
  NOTES(parenthesized(2), "1 2");
  NOTES(dereferenced(2), "1 2");
  NOTES(address(2), "1 2");
  NOTES(cast((void *)up_to(1)), "1");
  NOTES(indexed(1), "1 1 2");
  NOTES(member(2), "1 2");
  NOTES(conditional(2), "1 2");
  NOTES(moved(2), "1 2");
  NOTES(in_statement_expression(2), "1 2");
  NOTES(keyword(2), "1 2");
  NOTES(macro_call(2), "1 2 1");
  NOTES(comma(1), "1 then");
  NOTES(assigned(2), "1 2");
  NOTES(across_lines(2), "1 2");
  NOTES(function_named_from(5), "5 1");
}
