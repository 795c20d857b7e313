// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The totals by a hand-written state machine.

#include "totals.h"

#include <stdlib.h>

bool totals_next(struct totals *self, uint64_t sent, uint64_t *out) {
  *out = self->total += sent;
  return true;
}

struct totals_allocated {
  struct totals_source source;
  uint64_t total;
};

static bool totals_source_next(struct totals_source *source, uint64_t sent,
                               uint64_t *out) {
  struct totals_allocated *self = (struct totals_allocated *)source;
  *out = self->total += sent;
  return true;
}

static void totals_source_close(struct totals_source *source) { free(source); }

struct totals_source *totals(uint64_t total) {
  struct totals_allocated *self = malloc(sizeof *self);
  if (!self)
    return NULL;
  *self = (struct totals_allocated){{totals_source_next, totals_source_close},
                                    total};
  return &self->source;
}
