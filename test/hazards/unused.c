// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generators that only code makes which turns out to be unused, before and after others are fused. (LLVM's splitting of
// coroutines goes by the call graph, and then does not see them.)
// RUN: %levels %s

#include <yieldc.h>

#include "../conformance/Inputs/check.h"

__attribute__((noinline)) static generator(int, void, int) innermost(int n) {
  yield n;
  return n;
}
static generator(int) inner(int n) {
  int last = yield from innermost(n);
  yield last;
}
static int sum(int n) {
  int result = 0;
  foreach (x, inner(n))
    result += x;
  return result;
}
generator(int) outer(int n);
generator(int) outer(int n) {
  yield n;
  if (n * 0)
    yield sum(n);
}
static void what_is_never_called_does_not_disturb(void) { CHECK_YIELDS(outer(3), 3); }

CASES(CASE(what_is_never_called_does_not_disturb))
