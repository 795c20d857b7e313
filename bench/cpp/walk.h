// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The values of a tree, in order.

#ifndef BENCH_CPP_WALK_H
#define BENCH_CPP_WALK_H

#include "../harness/tree.h"
#include "recursive.h"

BENCH_API recursive<uint64_t> walk(const node *from);

#ifdef BENCH_VISIBLE
#include "walk.cpp"
#endif
#endif // BENCH_CPP_WALK_H
