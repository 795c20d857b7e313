// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Over-aligned locals and values.
// RUN: %fused %s

#include "Inputs/fused.h"

#include <stdint.h>

struct wide {
  _Alignas(64) int a[16];
};

static generator(struct wide) wides(int n) {
  _Alignas(128) volatile char local[3] = {1, 2, 3};
  for (int i = 0; i < n; ++i) {
    struct wide w = {{i, local[i % 3]}};
    EXPECT((uintptr_t)local % 128 == 0 && (uintptr_t)&w % 64 == 0);
    yield w;
  }
}

__attribute__((noinline)) static int sum(int n) {
  int sum = 0;
  foreach (w, wides(n))
    sum += w.a[0] * w.a[1];
  return sum;
}

int main(void) {
  EXPECT(sum(4) == 1 * 2 + 2 * 3 + 3 * 1);
  EXPECT_ALLOCATIONS(0);
}
