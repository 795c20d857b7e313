// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fibonacci numbers modulo 2^64, and squares, as coroutines.

#include "fibonacci.h"

generator<uint64_t> fibonacci(uint64_t a, uint64_t b, uint64_t n) {
  while (n--) {
    co_yield a;
    uint64_t next = a + b;
    a = b;
    b = next;
  }
}

generator<uint64_t> fibonacci_endless(uint64_t a, uint64_t b) {
  for (;;) {
    co_yield a;
    uint64_t next = a + b;
    a = b;
    b = next;
  }
}

generator<uint64_t> squares(uint64_t n) {
  for (uint64_t i = 0; i < n; ++i)
    co_yield i *i;
}
