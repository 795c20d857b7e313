// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The values of a tree, in order, by delegation to itself.

#ifndef BENCH_WALK_H
#define BENCH_WALK_H

#include "../harness/tree.h"
#include <yieldc.h>

BENCH_API generator(uint64_t) walk(const struct node *node);

#ifdef BENCH_VISIBLE
#include "walk.c"
#endif
#endif // BENCH_WALK_H
