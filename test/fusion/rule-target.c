// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A body for a processor that its consumer is not compiled for is not inlined
// there, which would crash the backend; it still needs no allocation. In a consumer
// for the same processor it is fused.
// RUN: %yieldcc -O2 -Rpass=yieldc -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: %levels %s --levels 0,1,2,3,s

#include "../expect.h"
#include <immintrin.h>
#include <yieldc.h>

__attribute__((target("avx2"))) static generator(int) sums(const int *items,
                                                           int count) {
  __m256i sum = _mm256_setzero_si256();
  for (int i = 0; i + 8 <= count; i += 8) {
    sum = _mm256_add_epi32(
        sum, _mm256_loadu_si256((const __m256i *)(const void *)(items + i)));
    yield _mm256_extract_epi32(sum, 3);
  }
}

// CHECK: generator 'sums' put into 'plain': no allocation, but its body stays a function; frame of {{[0-9]+}} bytes
__attribute__((noinline)) static int plain(const int *items, int count) {
  int last = 0;
  foreach (x, sums(items, count))
    last = x;
  return last;
}
// CHECK: generator 'sums' fused into 'for_avx2': no allocation; frame of {{[0-9]+}} bytes
__attribute__((noinline, target("avx2"))) static int for_avx2(const int *items,
                                                              int count) {
  int last = 0;
  foreach (x, sums(items, count))
    last = x;
  return last;
}

int main(void) {
  int items[24];
  for (int i = 0; i < 24; ++i)
    items[i] = i;
  if (__builtin_cpu_supports("avx2"))
    EXPECT(plain(items, 24) == 3 + 11 + 19 && for_avx2(items, 16) == 3 + 11);
}
