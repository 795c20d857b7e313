// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lines of a file, or of a part of it: parts that follow each other have
// all lines between them, each once.

#ifndef LINES_H
#define LINES_H

#include <errno.h>
#include <limits.h>
#include <unistd.h>
#include <yieldc.h>

#include "block.h"

/// A part of a line, good until the next line.
struct text {
  const char *begin, *end;
};

/// Goes to the first line that begins at `from` or behind it, and returns its
/// place; -1, with errno set, where that can't be done.
static inline long long begin_of_line(int file, long long from) {
  char some[4096], *end;
  ssize_t n;
  if (from == 0)
    return 0; // where it is, even if it is a pipe
  // (The line before ends with the byte before.)
  for (--from; (n = pread(file, some, sizeof some, from)) > 0; from += n)
    if ((end = memchr(some, '\n', (size_t)n))) {
      from += end + 1 - some;
      break;
    }
  return n < 0 ? -1 : lseek(file, from, SEEK_SET);
}

/// The lines of a file that begin at `from` or later and before `to`, without
/// their '\n', each at least until the next one is asked for: blocks are read
/// one after another, and a line that a block ends in is moved to the front of
/// the next one. Fails with the code of a read.
static generator(struct text) lines_between(int file, long long from,
                                            long long to) {
  size_t room = BLOCK, size = 0;
  __attribute__((cleanup(free_block))) char *block = malloc(room);
  if (!block)
    gen_fail(ENOMEM);
  if ((from = begin_of_line(file, from)) < 0)
    gen_fail(errno);
  for (;;) {
    ssize_t n = read(file, block + size, room - size);
    if (n < 0)
      gen_fail(errno);
    char *line = block, *end = block + size + n, *stop;
    const char *last = to - from < end - block ? block + (to - from) : end;
    // What is left of the block before has no line end.
    for (char *at = block + size;
         line < last && (stop = memchr(at, '\n', end - at));
         line = at = stop + 1)
      yield((struct text){line, stop});
    if (line >= last && last < end)
      return;
    from += line - block;
    size = end - line;
    if (n == 0) {
      if (size)
        yield((struct text){line, end});
      return;
    }
    if (!keep_rest(&block, &room, line, size))
      gen_fail(ENOMEM);
  }
}

/// All lines of a file, or of what is left of a pipe.
static inline generator(struct text) lines_of(int file) {
  return lines_between(file, 0, LLONG_MAX);
}

#endif
