// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A balanced tree. The nodes lie in memory in the order of the walk, so that a
// walk is not a measurement of cache misses.

#include "tree.h"

#include <stdlib.h>

struct node *tree;
uint64_t tree_size;

static struct node *balanced(struct node *nodes, uint64_t n) {
  if (!n)
    return NULL;
  struct node *middle = nodes + n / 2;
  middle->left = balanced(nodes, n / 2);
  middle->right = balanced(middle + 1, n - n / 2 - 1);
  return middle;
}

void prepare(uint64_t items, uint64_t length) {
  (void)length;
  struct node *nodes = calloc(items, sizeof *nodes);
  if (!nodes)
    abort();
  for (uint64_t i = 0; i < items; ++i)
    nodes[i].value = i * 2654435761;
  tree = balanced(nodes, items);
  tree_size = items;
}
