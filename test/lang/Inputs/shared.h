// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SHARED_H
#define SHARED_H
#include <yieldc.h>

/// Defined in every file that includes this.
static inline generator(int) in_header(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
inline generator(int) external_inline(int n) { yield n + 1000; }

generator(int) defined_elsewhere(int n);
extern generator(int) (*const pointer_elsewhere)(int n);
int sum_elsewhere(generator(int) g);
#endif
