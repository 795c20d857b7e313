// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The values of a tree, in order, by a stack of the nodes that are still to
// come.

#ifndef BENCH_MACHINE_WALK_H
#define BENCH_MACHINE_WALK_H

#include "../harness/tree.h"

struct walk {
  const struct node *node; ///< where to go down next
  const struct node **stack;
  size_t depth, space;
};

BENCH_API struct walk walk(const struct node *node);
BENCH_API bool walk_next(struct walk *self, uint64_t *out);
BENCH_API void walk_close(struct walk *self);

#ifdef BENCH_VISIBLE
#include "walk.c"
#endif
#endif // BENCH_MACHINE_WALK_H
