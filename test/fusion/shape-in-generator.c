// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generator that is consumed by another one lives in that one's frame, also
// across its suspensions: one allocation for both, and one state machine.
//
// DEFINE: %{ir} = %yieldcc -O2 %s -S -emit-llvm -o - | FileCheck %s
// RUN: %{ir}
// REDEFINE: %{ir} = %yieldcc -O1 %s -S -emit-llvm -o - | FileCheck %s
// RUN: %{ir}
// REDEFINE: %{ir} = %yieldcc -O3 %s -S -emit-llvm -o - | FileCheck %s
// RUN: %{ir}
// REDEFINE: %{ir} = %yieldcc -Os %s -S -emit-llvm -o - | FileCheck %s
// RUN: %{ir}
// RUN: %levels %s --levels 1,2,3,s -DYIELDC_NO_POOL -Wl,--wrap=malloc -Wl,--wrap=aligned_alloc

#include "Inputs/fused.h"

// CHECK: @pairs_below(
// CHECK: call {{.*}}@malloc(
// CHECK-NOT: call {{.*}}@malloc(
// CHECK: define {{.*}}@pairs_below.resume(
// CHECK-NOT: {{call [^@]*%[^ ]*\(}}
// CHECK: {{^}}}
// CHECK-NOT: define {{.*}}@range.resume
ints pairs_below(int n);
ints pairs_below(int n) {
  foreach (x, range(0, n)) {
    yield x;
    foreach (y, range(x, n))
      yield x * 10 + y;
  }
}

/// Out of sight of the optimiser: it stays a generator.
__attribute__((noinline)) static ints opaque(int n) {
  ints (*volatile maker)(int) = pairs_below;
  return maker(n);
}

int main(void) {
  int sum = 0;
  foreach (x, opaque(3))
    sum += x;
  EXPECT(sum == 0 + 0 + 1 + 2 + 1 + 11 + 12 + 2 + 22);
  EXPECT_ALLOCATIONS(1);
}
