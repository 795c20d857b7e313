// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How often each key came.

#ifndef COUNTERS_H
#define COUNTERS_H

#include <yieldc/keyed.h>

#include "lines.h"

struct counter {
  UT_hash_handle hh;
  size_t count;
  char key[];
};

/// So many more of a key; false without memory.
static inline bool count_more(struct counter **all, struct text key,
                              size_t more) {
  struct counter *c;
  size_t size = key.end - key.begin;
  HASH_FIND(hh, *all, key.begin, size, c);
  if (!c) {
    c = malloc(sizeof *c + size + 1);
    if (!c)
      return false;
    c->count = 0;
    memcpy(c->key, key.begin, size);
    c->key[size] = '\0';
    HASH_ADD_KEYPTR(hh, *all, c->key, size, c);
    if (!c->hh.tbl) {
      free(c);
      return false;
    }
  }
  c->count += more;
  return true;
}

static inline void free_counters(struct counter **all) {
  struct counter *c = *all, *next;
  HASH_CLEAR(hh, *all);
  for (; c; c = next) {
    next = c->hh.next;
    free(c);
  }
}

#endif
