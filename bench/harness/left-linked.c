// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A tree that is a list, `length` deep: each node is the left child of the
// next.

#include "tree.h"

#include <stdlib.h>

struct node *tree;
uint64_t tree_size;

void prepare(uint64_t items, uint64_t length) {
  tree_size = items < length ? items : length;
  struct node *nodes = calloc(tree_size, sizeof *nodes);
  if (!nodes)
    abort();
  for (uint64_t i = 0; i < tree_size; ++i) {
    nodes[i].value = i * 2654435761;
    nodes[i].left = tree;
    tree = &nodes[i];
  }
}
