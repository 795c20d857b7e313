// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nor does a ladder (shape-ladder.c) take an allocation.
// REQUIRES: llvm-22
// XFAIL: *
// Missing: the frames of a rung's two loops, which are never alive at once, lie
// side by side in its own, so that frames double with each rung up to the limit.
// RUN: %fused -DRUNGS=20 %s

#include "Inputs/ladder.h"

int main(void) {
  EXPECT(consume(2000) == 59320449u);
  EXPECT_ALLOCATIONS(0);
}
