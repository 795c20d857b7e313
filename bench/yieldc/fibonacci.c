// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers modulo 2^64, as generators.

#include "fibonacci.h"

generator(uint64_t) fibonacci(uint64_t a, uint64_t b, uint64_t n) {
  while (n--) {
    yield a;
    uint64_t next = a + b;
    a = b;
    b = next;
  }
}

generator(uint64_t) fibonacci_endless(uint64_t a, uint64_t b) {
  for (;;) {
    yield a;
    uint64_t next = a + b;
    a = b;
    b = next;
  }
}
