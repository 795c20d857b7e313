// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With -fexceptions, where calls beside a cleanup are invokes, all is fused alike.
// RUN: %yieldcc -O2 -fexceptions -Xclang -disable-llvm-passes -S -emit-llvm %s -o - | FileCheck %s
// RUN: %fused %s -fexceptions
// CHECK-LABEL: define {{.*}}@in_consumer(
// CHECK: invoke {{.*}}@yieldc_next_into(

#include "Inputs/fused.h"

/// Might throw, for all the compiler knows.
void might_throw(void);
__attribute__((noinline)) void might_throw(void) { __asm__ volatile(""); }

static void leave(const int *scope) {
  might_throw();
  note_number("~", *scope);
}
#define SCOPE(n) __attribute__((cleanup(leave), unused)) int scope##n = n

static ints guarded(int n) {
  SCOPE(1);
  for (int i = 0; i < n; ++i) {
    SCOPE(2);
    might_throw();
    yield i;
    might_throw();
  }
}
static ints doubled(ints source) {
  foreach (x, source) {
    yield 2 * x;
    might_throw();
  }
}

int in_consumer(int n);
__attribute__((noinline)) int in_consumer(int n) {
  SCOPE(5);
  gen_auto ints g = guarded(n);
  while (gen_next(g))
    might_throw();
  foreach (x, doubled(guarded(n))) {
    SCOPE(6);
    if (x == 2)
      return x;
  }
  return 0;
}

int main(void) {
  EXPECT(in_consumer(1) == 0);
  EXPECT_NOTES("~2 ~1 ~6 ~2 ~1 ~5");
  EXPECT(in_consumer(3) == 2);
  EXPECT_NOTES("~2 ~2 ~2 ~1 ~6 ~2 ~6 ~2 ~1 ~5");
  EXPECT_ALLOCATIONS(0);
}
