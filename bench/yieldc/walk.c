// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk as a recursive generator.

#include "walk.h"

generator(uint64_t) walk(const struct node *node) {
  if (node->left)
    yield from walk(node->left);
  yield node->value;
  if (node->right)
    yield from walk(node->right);
}
