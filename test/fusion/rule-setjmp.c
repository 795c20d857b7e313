// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A consumer that calls setjmp keeps the allocation: what longjmp would not bring
// back of a generator must not be in registers.
// RUN: %yieldcc -O2 -Rpass-missed=yieldc -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: %levels %s --levels 1,2,3,s -DYIELDC_NO_POOL -Wl,--wrap=malloc -Wl,--wrap=aligned_alloc

#include "Inputs/fused.h"
#include <setjmp.h>

static jmp_buf environment;
static int times_back;

__attribute__((noinline)) static void jump_back(int at) {
  if (times_back < at) {
    ++times_back;
    longjmp(environment, 1);
  }
}

// CHECK: generator 'range' is allocated in 'sum': the function calls setjmp
__attribute__((noinline)) static int sum(int n) {
  volatile int sum = 0;
  ints g = range(0, n);
  if (setjmp(environment))
    sum += 100;
  while (gen_next(g)) {
    sum += 1;
    jump_back(3);
  }
  gen_close(g);
  return sum;
}

int main(void) {
  EXPECT(sum(10) == 310);
  EXPECT_ALLOCATIONS(1);
}
