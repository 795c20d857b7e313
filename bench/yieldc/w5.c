// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W5: what a suspended generator takes of the heap.

#include "sums.h"

#include <stdlib.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  generator(int) *live = calloc(items, sizeof *live);
  if (!live)
    return 0;
  size_t before = bench_heap();
  int x;
  for (uint64_t i = 0; i < items; ++i) {
    live[i] = sums((int)(i & 0xff), 3, 5);
    if (gen_next(live[i], &x))
      sum += (uint64_t)x;
  }
  bench_bytes = (double)(bench_heap() - before) / (double)items;
  for (uint64_t i = 0; i < items; ++i) {
    if (gen_next(live[i], &x))
      sum += (uint64_t)x;
    gen_close(live[i]);
  }
  free(live);
  return sum;
}
