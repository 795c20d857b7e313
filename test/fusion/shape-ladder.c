// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A ladder: each of the generator functions has two foreach over the next, so as
// loops they would double with each rung. The code that they become must not: the
// second half of the rungs takes not much more than the first.
// RUN: %yieldcc -O2 -DRUNGS=10 -c %s -o %t.10.o
// RUN: timeout 60 %yieldcc -O2 -DRUNGS=20 -c %s -o %t.20.o
// RUN: test $(stat -c %%s %t.20.o) -lt $((3 * $(stat -c %%s %t.10.o)))
// RUN: %levels %s -DRUNGS=20 -DYIELDC_NO_POOL -Wl,--wrap=malloc -Wl,--wrap=aligned_alloc

#include "Inputs/ladder.h"

int main(void) { EXPECT(consume(2000) == 59320449u); }
