// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What fusing leaves is the loop that one would have written: the body of a
// consumer stands there once, and no state is looked at.
// RUN: %yieldcc -O2 -S -emit-llvm %s -o - | FileCheck %s

#include <yieldc/iter.h>

typedef generator(int) ints;

bool passes(int x);
int twice(int x);
int body(int x);
void pause_here(void);

static ints range(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}

// CHECK-LABEL: @once(
// CHECK-NOT: switch
// CHECK: call {{.*}}@body(
// CHECK-NOT: switch
// CHECK-NOT: call {{.*}}@body(
// CHECK: {{^}}}
int once(int n) {
  int sum = 0;
  foreach (x, range(n))
    sum += body(x);
  return sum;
}

// CHECK-LABEL: @filtered(
// CHECK-NOT: switch
// CHECK: call {{.*}}@passes(
// CHECK-NOT: call {{.*}}@passes(
// CHECK: call {{.*}}@twice(
// CHECK-NOT: call {{.*}}@{{passes|twice}}(
// CHECK-NOT: switch
// CHECK: {{^}}}
int filtered(int n) {
  return iter_sum(iter_map(twice, iter_filter(passes, range(n))));
}

static ints ends(int n) {
  yield n;
  pause_here();
  yield n + 1;
}

// A small body stands there for each yield, and the state is not kept.
// CHECK-LABEL: @small(
// CHECK-NOT: switch
// CHECK: call {{.*}}@body(
// CHECK: call {{.*}}@pause_here(
// CHECK: call {{.*}}@body(
// CHECK-NOT: switch
// CHECK: {{^}}}
int small(int n) {
  int sum = 0;
  foreach (x, ends(n))
    sum += body(x);
  return sum;
}

#define FOUR(x) body(x) + body(x + 1) + body(x + 2) + body(x + 3)
#define SIXTEEN(x) FOUR(x) + FOUR(x + 4) + FOUR(x + 8) + FOUR(x + 12)

// A large one stands there once: then it is looked at where to go on.
// CHECK-LABEL: @large(
// CHECK-COUNT-64: call {{.*}}@body(
// CHECK-NOT: call {{.*}}@body(
// CHECK: {{^}}}
int large(int n) {
  int sum = 0;
  foreach (x, ends(n))
    sum += SIXTEEN(x) + SIXTEEN(x + 16) + SIXTEEN(x + 32) + SIXTEEN(x + 48);
  return sum;
}
