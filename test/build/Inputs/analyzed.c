// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For analyzer.test: each line that is wrong says so.

#include <stdlib.h>
#include <yieldc.h>

static int divide(int n) { return 5 / n; } // CHECK-DAG: :[[@LINE]]:{{.*}} Division by zero

generator(int) wrong(int n) {
  int *none = NULL;
  yield 1;
  if (n > 3)
    *none = 1; // CHECK-DAG: :[[@LINE]]:{{.*}} Dereference of null pointer
  yield divide(0);
}

// Closed at the yield, it loses the memory.
generator(int) leaks(int n) {
  int *p = malloc(sizeof *p);
  if (!p)
    return;
  *p = n;
  yield 1; // CHECK-DAG: :[[@LINE]]:{{.*}} Potential leak of memory pointed to by 'p'
  free(p);
}

generator(int, int, long) right(int n) {
  long sum = 0;
  while (n--)
    sum += yield n;
  return sum;
}

int main(void) {
  int total = 0, value = 0;
  long sum = 0;
  generator(int, int, long) g = right(3);
  gen_next(g, &value);
  while (gen_send(g, value, &value))
    total += value;
  gen_result(g, &sum);
  gen_close(g);
  foreach (x, gen_expr(x + 1, for (x, leaks(4))))
    total += x;
  return total + (int)sum;
}
