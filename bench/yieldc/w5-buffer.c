// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W5 in one block of the caller's: what a suspended generator takes of it.

#include "sums.h"

#include <stdlib.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  size_t size = (gen_size(sums) + gen_align(sums) - 1) & -gen_align(sums);
  bench_bytes = (double)size;
  char *block = malloc(items * size);
  generator(int) *live = calloc(items, sizeof *live);
  int x;
  for (uint64_t i = 0; block && live && i < items; ++i) {
    live[i] = gen_in(block + i * size, size, sums((int)(i & 0xff), 3, 5));
    if (gen_next(live[i], &x))
      sum += (uint64_t)x;
  }
  for (uint64_t i = 0; block && live && i < items; ++i) {
    if (gen_next(live[i], &x))
      sum += (uint64_t)x;
    gen_close(live[i]);
  }
  free(live);
  free(block);
  return sum;
}
