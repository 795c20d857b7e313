// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A frame above 16 KB is never put on the consumer's stack; one below is.
// RUN: %yieldcc -O2 -Rpass=yieldc -Rpass-missed=yieldc -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: %levels %s --levels 1,2,3,s -DYIELDC_NO_POOL -Wl,--wrap=malloc -Wl,--wrap=aligned_alloc

#include "Inputs/fused.h"

#define WITH_BUFFER(name, size)                                                \
  static ints name(int n) {                                                    \
    char buffer[size];                                                         \
    for (int i = 0; i < n; ++i) {                                              \
      memset(buffer, i, sizeof buffer);                                        \
      __asm__ volatile("" : : "r"(buffer) : "memory");                         \
      yield buffer[size - 1];                                                  \
    }                                                                          \
  }                                                                            \
  __attribute__((noinline)) static int sum_of_##name(int n) {                  \
    int sum = 0;                                                               \
    foreach (x, name(n))                                                       \
      sum += x;                                                                \
    return sum;                                                                \
  }

// CHECK-DAG: generator 'small' {{fused|put}} into 'sum_of_small'{{.*}} frame of 16{{...}} bytes
WITH_BUFFER(small, 16300)
// CHECK-DAG: generator 'large' is allocated in 'sum_of_large': its frame of 16{{...}} bytes is too large for the stack
WITH_BUFFER(large, 16400)

int main(void) {
  EXPECT(sum_of_small(4) == 6);
  EXPECT_ALLOCATIONS(0);
  EXPECT(sum_of_large(4) == 6);
  EXPECT_ALLOCATIONS(1);
}
