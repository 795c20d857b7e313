// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Running totals of what is sent, by a hand-written state machine: in place,
// and behind function pointers.

#ifndef BENCH_MACHINE_TOTALS_H
#define BENCH_MACHINE_TOTALS_H

#include "../harness/harness.h"

struct totals {
  uint64_t total;
};

BENCH_API bool totals_next(struct totals *self, uint64_t sent, uint64_t *out);

struct totals_source {
  bool (*next)(struct totals_source *self, uint64_t sent, uint64_t *out);
  void (*close)(struct totals_source *self);
};

BENCH_API struct totals_source *totals(uint64_t total);

#ifdef BENCH_VISIBLE
#include "totals.c"
#endif
#endif // BENCH_MACHINE_TOTALS_H
