// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stages of the pipelines, as coroutines.

#include "stages.h"

numbers filter(numbers in, bool (*keep)(uint64_t)) {
  for (uint64_t x : in)
    if (keep(x))
      co_yield x;
}

numbers map(numbers in, uint64_t (*f)(uint64_t)) {
  for (uint64_t x : in)
    co_yield f(x);
}

numbers skip(numbers in, uint64_t n) {
  for (uint64_t x : in)
    if (n)
      --n;
    else
      co_yield x;
}

numbers take(numbers in, uint64_t n) {
  if (!n)
    co_return;
  for (uint64_t x : in) {
    co_yield x;
    if (!--n)
      break;
  }
}
