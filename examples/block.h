// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A block of a file, for what is read in lines: a line that it ends in goes on
// in the next one.

#ifndef BLOCK_H
#define BLOCK_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 18 }; ///< bytes, at first

static inline void free_block(char **block) { free(*block); }

/// Moves what is left of a block, so many bytes from `rest` on, to its front,
/// and makes room behind it. False without memory.
static inline bool keep_rest(char **block, size_t *room, const char *rest,
                             size_t size) {
  memmove(*block, rest, size);
  if (size == *room) { // a very long line
    char *larger = realloc(*block, 2 * *room);
    if (!larger)
      return false;
    *block = larger;
    *room *= 2;
  }
  return true;
}

#endif
