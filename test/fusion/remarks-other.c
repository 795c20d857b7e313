// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A remark tells what else takes an allocation: variable-length arrays, and
// generator functions that call themselves, in which nothing can be fused.
// RUN: %yieldcc -O2 -c %s -o %t.o -Rpass=yieldc -Rpass-missed=yieldc 2>&1 | FileCheck %s --implicit-check-not=missed
// RUN: %yieldcc -O0 -c %s -o %t.o -Rpass=yieldc -Rpass-missed=yieldc 2>&1 | count 0

#include <yieldc.h>

typedef generator(int) ints;

static ints reversed(const int *items, int count) {
  // CHECK-DAG: remarks-other.c:[[#@LINE+1]]:{{[0-9]+}}: remark: a variable-length array of generator 'reversed' takes an allocation while it lives; give it a constant length [-Rpass-missed=yieldc]
  int copy[count];
  __builtin_memcpy(copy, items, sizeof copy);
  while (count-- > 0)
    yield copy[count];
}
ints tree(int n);
ints tree(int n) {
  if (n > 0)
    // CHECK-DAG: remarks-other.c:[[#@LINE+1]]:{{[0-9]+}}: remark: generator 'tree' is allocated in 'tree': it calls itself, directly or through others [-Rpass-missed=yieldc]
    foreach (x, tree(n - 1))
      yield x;
  yield n;
}
int sum(const int *items, int count) {
  int sum = 0;
  foreach (x, reversed(items, count))
    sum += x;
  // CHECK-DAG: remarks-other.c:[[#@LINE+1]]:{{[0-9]+}}: remark: generator 'tree' is allocated in 'sum': it calls itself, directly or through others [-Rpass-missed=yieldc]
  foreach (x, tree(count))
    sum += x;
  return sum;
}
