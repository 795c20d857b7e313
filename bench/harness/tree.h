// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tree that is walked in order, and the checksum of a walk, which depends
// on the order.

#ifndef BENCH_TREE_H
#define BENCH_TREE_H

#include "harness.h"

struct node {
  struct node *left, *right;
  uint64_t value;
};

#ifdef __cplusplus
extern "C" {
#endif

/// Made by prepare(): balanced.c or left-linked.c.
extern struct node *tree;
extern uint64_t tree_size;

#ifdef __cplusplus
}
#endif

static inline uint64_t walked(uint64_t sum, uint64_t value) {
  return 5 * sum + value;
}

#endif // BENCH_TREE_H
