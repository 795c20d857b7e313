// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk behind function pointers.

#ifndef BENCH_MACHINE_SOURCE_WALK_H
#define BENCH_MACHINE_SOURCE_WALK_H

#include "../harness/tree.h"
#include "source.h"

BENCH_API struct source *walk_source(const struct node *node);

#endif // BENCH_MACHINE_SOURCE_WALK_H
