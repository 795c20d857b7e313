// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types of each alignment, and generators of them, defined in over-aligned.c.

#ifndef OVER_ALIGNED_H
#define OVER_ALIGNED_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <yieldc.h>

#define ALIGNED_TYPE(n)                                                        \
  struct a##n {                                                                \
    _Alignas(n) int value;                                                     \
    char last;                                                                 \
  };
ALIGNED_TYPE(16)
ALIGNED_TYPE(32)
ALIGNED_TYPE(64)
ALIGNED_TYPE(256)

static inline bool is_aligned(const void *p, size_t align) {
  return (uintptr_t)p % align == 0;
}

// Each combination of a small and an over-aligned Y, S and R. All yield 1, 2, 3
// plus what they were sent, and return 100 plus the last.
#define EACH_COMBINATION(X)                                                    \
  X(cys, char, short, int)                                                     \
  X(y32, struct a32, char, int)                                                \
  X(y256, struct a256, int, int)                                               \
  X(s64, int, struct a64, char)                                                \
  X(s256, short, struct a256, short)                                           \
  X(r32, int, char, struct a32)                                                \
  X(r256, int, int, struct a256)                                               \
  X(yr, struct a64, int, struct a256)                                          \
  X(ysr, struct a64, struct a16, struct a32)                                   \
  X(all16, struct a16, struct a16, struct a16)                                 \
  X(all64, struct a64, struct a64, struct a64)

#define DECLARE(name, Y, S, R) generator(Y, S, R) make_##name(void);
EACH_COMBINATION(DECLARE)

static inline int to_int(const void *p, size_t size) {
  int n = 0;
  if (size == 1)
    return *(const char *)p;
  if (size == 2)
    return *(const short *)p;
  memcpy(&n, p, sizeof n);
  return n;
}
static inline void from_int(void *p, size_t size, int n) {
  memset(p, 0x5a, size);
  if (size == 1)
    *(char *)p = (char)n;
  else if (size == 2)
    *(short *)p = (short)n;
  else
    memcpy(p, &n, sizeof n);
  if (size >= 8)
    ((char *)p)[4] = 77; // .last
}
/// Whether `last`, which follows the value in a struct, came along.
static inline bool is_whole(const void *p, size_t size) {
  return size < 8 || ((const char *)p)[4] == 77;
}

/// Consumes them all; returns how many were right.
int consume_all(void);
int consume_all_with_gcc(void);

#endif // OVER_ALIGNED_H
