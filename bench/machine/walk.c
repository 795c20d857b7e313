// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk by an explicit stack, which grows as needed.

#include "walk.h"

#include <stdlib.h>

struct walk walk(const struct node *node) {
  return (struct walk){node, NULL, 0, 0};
}

static bool walk_push(struct walk *self, const struct node *node) {
  if (self->depth == self->space) {
    size_t space = self->space ? 2 * self->space : 32;
    void *stack = realloc(self->stack, space * sizeof *self->stack);
    if (!stack)
      return false;
    self->stack = stack;
    self->space = space;
  }
  self->stack[self->depth++] = node;
  return true;
}

bool walk_next(struct walk *self, uint64_t *out) {
  for (const struct node *node = self->node; node; node = node->left)
    if (!walk_push(self, node))
      return false;
  if (!self->depth)
    return false;
  const struct node *top = self->stack[--self->depth];
  *out = top->value;
  self->node = top->right;
  return true;
}

void walk_close(struct walk *self) { free(self->stack); }
