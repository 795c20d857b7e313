// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A task that is awaited where its definition is seen has no frame of its own: no
// call that allocates or releases is left, no call through a pointer, and one that
// awaits nothing costs nothing but what it does.
// REQUIRES: libuv
// RUN: %yieldcc -O2 -S -emit-llvm %s -o - | FileCheck %s

#include <yieldc/task.h>

static task(int) twice(int x) { return 2 * x; }
static task(int) later(int x) {
  await task_sleep(10);
  return x;
}

task(int) sums(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i)
    sum += await twice(i);
  return sum;
}
// CHECK-LABEL: define internal {{.*}}@sums.resume(
// CHECK-NOT: call{{.*}} @{{[^l]}}
// CHECK-NOT: call {{[^@]*}} %
// CHECK: ret void

task(int) awaits(int n) { return await later(n) + await later(n + 1); }
// CHECK-LABEL: define internal {{.*}}@awaits.resume(
// CHECK-NOT: {{malloc|yieldc_(allocate|release|close|delegate|settle)}}
// CHECK: store ptr @task_sleep_kind
// CHECK-NOT: {{malloc|yieldc_(allocate|release|close|delegate|settle)}}
// CHECK: store ptr @task_sleep_kind
// CHECK-NOT: {{malloc|yieldc_(allocate|release|close|delegate|settle)}}
// CHECK: ret void
// CHECK-LABEL: define internal {{.*}}@awaits.destroy(
