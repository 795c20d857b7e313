// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nor does a ladder (shape-ladder.c) take an allocation.
// RUN: %fused -DRUNGS=20 %s

#include "Inputs/ladder.h"

int main(void) {
  EXPECT(consume(2000) == 59320449u);
  EXPECT_ALLOCATIONS(0);
}
