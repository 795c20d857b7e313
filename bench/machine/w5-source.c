// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W5 by a hand-written state machine behind function pointers.

#include "sums.h"

#include <stdlib.h>

uint64_t workload(uint64_t items, uint64_t length) {
  (void)length;
  uint64_t sum = 0;
  struct sums_source **live = calloc(items, sizeof *live);
  if (!live)
    return 0;
  size_t before = bench_heap();
  int x;
  for (uint64_t i = 0; i < items; ++i) {
    live[i] = sums((int)(i & 0xff), 3, 5);
    if (live[i] && live[i]->next(live[i], &x))
      sum += (uint64_t)x;
  }
  bench_bytes = (double)(bench_heap() - before) / (double)items;
  for (uint64_t i = 0; i < items; ++i) {
    if (live[i] && live[i]->next(live[i], &x))
      sum += (uint64_t)x;
    if (live[i])
      live[i]->close(live[i]);
  }
  free(live);
  return sum;
}
