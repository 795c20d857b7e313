// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stages of the pipelines.

#include "stages.h"

generator(uint64_t) filter(generator(uint64_t) in, bool (*keep)(uint64_t)) {
  foreach (x, in)
    if (keep(x))
      yield x;
}

generator(uint64_t) map(generator(uint64_t) in, uint64_t (*f)(uint64_t)) {
  foreach (x, in)
    yield f(x);
}

generator(uint64_t) skip(generator(uint64_t) in, uint64_t n) {
  foreach (x, in)
    if (n)
      --n;
    else
      yield x;
}

generator(uint64_t) take(generator(uint64_t) in, uint64_t n) {
  if (!n)
    return;
  foreach (x, in) {
    yield x;
    if (!--n)
      break;
  }
}
