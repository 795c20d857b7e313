// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The hash table of <yieldc/keyed.h> and <yieldc/memo.h>: uthash (Debian:
// uthash-dev), set so that its running out of memory can be told, and keys may
// come with an equality of their own. Nothing here is for users.

#ifndef YIELDC_TABLE_H
#define YIELDC_TABLE_H
#pragma GCC system_header

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/frame.h>

#ifdef UTHASH_H
#error "include <yieldc/keyed.h> and <yieldc/memo.h> before <uthash.h>"
#endif

/// What a key begins with that memcmp() does not compare; it has the size
/// YIELDC_KEY_BY.
struct yieldc_key_by {
  bool (*equal)(const void *a, const void *b); ///< takes two such keys
};
#define YIELDC_KEY_BY (~0u)
enum { YIELDC_KEY_MOST = 0x7fffffff }; ///< bytes, of all others

/// As memcmp(), of two keys of that size.
YIELDC_FN int yieldc_key_compare(const void *a, const void *b, unsigned size) {
  return size == YIELDC_KEY_BY ? !((const struct yieldc_key_by *)a)->equal(a, b)
                               : memcmp(a, b, size);
}

#define HASH_NONFATAL_OOM 1
#define HASH_KEYCMP(a, b, size) yieldc_key_compare(a, b, size)
#include <uthash.h>

#endif // YIELDC_TABLE_H
