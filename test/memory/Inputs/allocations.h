// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts the program's allocations and lets one of them fail, and counts the
// scopes that are open. The program is linked with
// -DYIELDC_NO_POOL -Wl,--wrap=malloc,--wrap=aligned_alloc,--wrap=free.
//
// Blocks may be kept for reuse, so that a leak is a count that grows each time,
// not one that isn't zero.

#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "../../conformance/Inputs/check.h"

// (volatile: compilers know that malloc changes no variable of the program's)
static volatile long allocations;  // so far
static volatile long failing = -1; // the number of the one to fail
static volatile bool has_failed;   // whether it was asked for
static volatile long live_blocks;  // allocated and not freed
static volatile size_t last_size;  // what the last allocation was for
static volatile size_t total_size; // of all

void *__real_malloc(size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
void __wrap_free(void *block);

static inline bool refuses_allocation(size_t size) {
  last_size = size;
  total_size = total_size + size;
  allocations = allocations + 1;
  if (allocations - 1 != failing) {
    live_blocks = live_blocks + 1;
    return false;
  }
  has_failed = true;
  return true;
}

void *__wrap_malloc(size_t size) {
  return refuses_allocation(size) ? NULL : __real_malloc(size);
}

void *__wrap_aligned_alloc(size_t align, size_t size) {
  return refuses_allocation(size) ? NULL : __real_aligned_alloc(align, size);
}

void __wrap_free(void *block) {
  live_blocks = live_blocks - (block != NULL);
  __real_free(block);
}

// ---- Scopes -------------------------------------------------------------------

static long open_scopes; // entered and not left

/// A scope of one generator; `*depth` counts those around it.
struct scope {
  int *depth;
  int mine;
};

static inline struct scope enter_scope(int *depth) {
  ++open_scopes;
  return (struct scope){depth, ++*depth};
}

static inline void leave_scope(struct scope *scope) {
  CHECK_EQ(*scope->depth, scope->mine); // innermost first
  CHECK(scope->mine > 0);               // and once
  scope->mine = -1;
  --*scope->depth;
  --open_scopes;
}

/// `int depth = 0;` stands in the generator, outside of all.
#define COUNTED_SCOPE(name)                                                    \
  __attribute__((cleanup(leave_scope), unused)) struct scope name =            \
      enter_scope(&depth)

// ---- Sweeps -------------------------------------------------------------------

/// Runs `scenario` with its first allocation failing, then with its second …
/// until it needs no more; checks that nothing is left behind.
static inline void with_each_allocation_failing(void (*scenario)(void)) {
  for (long n = 0;; ++n) {
    long before = -1;
    for (int time = 0; time < 3; ++time) {
      has_failed = false;
      allocations = 0;
      failing = n;
      scenario();
      failing = -1;
      CHECK_EQ(open_scopes, 0);
      if (time > 0)
        CHECK_EQ(live_blocks, before);
      before = live_blocks;
    }
    if (!has_failed)
      return;
    if (n == 10000) {
      CHECK(!"the scenario ends");
      return;
    }
  }
}

/// Runs `scenario` with 0, 1, 2 … until it says that there are no more;
/// returns how many there were.
static inline int at_each_point(bool (*scenario)(int point)) {
  for (int point = 0;; ++point) {
    bool more = false;
    long before = -1;
    for (int time = 0; time < 3; ++time) {
      more = scenario(point);
      CHECK_EQ(open_scopes, 0);
      if (time > 0)
        CHECK_EQ(live_blocks, before);
      before = live_blocks;
    }
    if (!more)
      return point;
    if (point == 10000) {
      CHECK(!"the scenario ends");
      return point;
    }
  }
}

#endif // ALLOCATIONS_H
