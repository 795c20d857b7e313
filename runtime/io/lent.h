// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Buffers of which the first memory may be the caller's. Not installed.

#ifndef YIELDC_RUNTIME_IO_LENT_H
#define YIELDC_RUNTIME_IO_LENT_H

#include <stdlib.h>
#include <string.h>

static inline void io_lent_free(char *data, const char *lent) {
  if (data != lent)
    free(data);
}

/// Memory for `size` bytes in place of `data`, of which `used` are kept; null
/// if there is none, and `data` stays.
static inline char *io_lent_enlarge(char *data, const char *lent, size_t used,
                                    size_t size) {
  if (!data || data != lent)
    return realloc(data, size);
  char *larger = malloc(size);
  return larger ? memcpy(larger, data, used) : NULL;
}

#endif // YIELDC_RUNTIME_IO_LENT_H
