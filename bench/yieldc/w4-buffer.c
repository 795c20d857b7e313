// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W4 in a buffer of the caller's: make a generator, take one value, close it.

#include "fibonacci.h"

#include <stddef.h>

uint64_t workload(uint64_t items, uint64_t length) {
  _Alignas(max_align_t) char buffer[128];
  uint64_t sum = 0;
  for (uint64_t i = 0; i < items; ++i) {
    generator(uint64_t) numbers =
        gen_in(buffer, sizeof buffer, fibonacci(i, i + 1, length));
    uint64_t x;
    if (gen_next(numbers, &x))
      sum ^= x;
    gen_close(numbers);
  }
  return sum;
}
