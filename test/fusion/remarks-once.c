// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One remark for one call, also in a generator function, which becomes several.
// RUN: %yieldcc -O2 -c %s -o %t.o -Rpass=yieldc -Rpass-missed=yieldc 2>%t.log
// RUN: grep -c remark: %t.log | FileCheck %s
// CHECK: {{^}}2{{$}}

#include <yieldc.h>

typedef generator(int) ints;
ints *shared(void);

static ints range(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
ints consumer(int n) {
  foreach (x, range(n))
    yield x;
  *shared() = range(n);
}
