// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk as a recursive coroutine.

#include "walk.h"

recursive<uint64_t> walk(const node *from) {
  if (from->left)
    co_yield walk(from->left);
  co_yield from->value;
  if (from->right)
    co_yield walk(from->right);
}
