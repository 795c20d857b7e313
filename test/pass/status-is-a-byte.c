// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The status is never widened: where it was, once in a body with many yields, LLVM's CodeGenPrepare took quadratic time (a
// thousand of these took 21 s, now 5).
//
// RUN: %yieldcc -O2 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %yieldcc -O1 -S -emit-llvm %s -o - | FileCheck %s

#include <yieldc.h>

int use(void);

// CHECK-LABEL: define {{.*}}@sum.resume(
// CHECK: load i8
// CHECK-NOT: zext i8
// CHECK-LABEL: {{^}}}
generator(int, int) sum(void) {
  int sum = 0;
  if (use())
    sum += yield sum;
  if (use())
    sum += yield sum;
  if (use())
    sum += yield sum;
}

// CHECK-LABEL: define {{.*}}@caught.resume(
// CHECK: load i8
// CHECK-NOT: zext i8
// CHECK-LABEL: {{^}}}
generator(int, int) caught(void) {
  int sum = 0, error = 0;
  if (use())
    sum += gen_catch(error, yield sum);
  if (use() && !error)
    sum += gen_catch(error, yield sum);
}
