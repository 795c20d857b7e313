// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Restricted parameters promise something of one call, not of the next one, which
// the consumer makes of the same call or of another.
// RUN: %levels %s

#include "../expect.h"
#include <yieldc.h>

static generator(int) moved(int *restrict to, const int *restrict from, int n) {
  for (int i = 0; i < n; ++i) {
    to[i] = from[i] + 1;
    yield to[i];
  }
}

/// From a to b and back again, by one call.
__attribute__((noinline)) static int there_and_back(int *a, int *b, int rounds) {
  int sum = 0;
  for (int i = 0; i < rounds; ++i) {
    foreach (x, moved(i % 2 ? a : b, i % 2 ? b : a, 4))
      sum = sum * 3 + x;
    sum += a[3] * b[3];
  }
  return sum;
}
/// By two calls one behind the other, of pointers that may be the same.
__attribute__((noinline)) static int in_turn(int *a, int *b, int *c) {
  int sum = 0;
  foreach (x, moved(a, b, 2))
    sum += x;
  foreach (x, moved(c, a, 2))
    sum = sum * 10 + x;
  return sum * 100 + *a * 10 + *c;
}

int main(void) {
  int a[4] = {0, 1, 2, 3}, b[4] = {0};
  EXPECT(there_and_back(a, b, 1) == ((1 * 3 + 2) * 3 + 3) * 3 + 4 + 3 * 4);
  EXPECT(there_and_back(a, b, 4) == ({
           int c[4] = {0, 1, 2, 3}, d[4] = {0}, sum = 0;
           for (int i = 0; i < 4; ++i) {
             int *to = i % 2 ? c : d, *from = i % 2 ? d : c;
             for (int k = 0; k < 4; ++k)
               sum = sum * 3 + (to[k] = from[k] + 1);
             sum += c[3] * d[3];
           }
           sum;
         }));
  int one[2] = {1, 1}, two[2] = {5, 6};
  EXPECT(in_turn(one, two, two) == ((6 + 7) * 100 + 78) * 100 + 67);
}
