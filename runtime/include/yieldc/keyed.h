// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools that need all values at once: sorting, and work by key. They
// consume their source when they are first resumed, keep it in memory, and fail
// with ENOMEM.
//
// Keys are numbers and pointers, compared by their bytes (so 0.0 is not -0.0),
// or strings, compared by their characters. The table is uthash (Debian:
// uthash-dev): a header alone, so nothing is to be linked, its running out of
// memory can be told, and it goes through the keys in the order in which they
// came. (GLib's, the other well-kept one, ends the program.) It must be
// included from here first.

#ifndef YIELDC_KEYED_H
#define YIELDC_KEYED_H
#pragma GCC system_header

#include <yieldc/iter.h>
#include <yieldc/table.h>

// iter_sorted(g): numbers, from the least to the greatest. iter_sorted(f, g):
// of any type, by the C library's qsort; f is a comparison as that takes it,
// int f(const void *, const void *). The order of equals is not said.
#define iter_sorted(...)                                                       \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_iter_usage, yieldc_sorted2,            \
              yieldc_sorted1, ~)(__VA_ARGS__)
#define yieldc_sorted1(g)                                                      \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_sorted"));                             \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_NUMBER(YIELDC_A(yieldc_a_y)) &&                              \
            YIELDC_ORDER_OF(YIELDC_A(yieldc_a_y)),                             \
        "iter_sorted: the generator must yield numbers; for others "           \
        "write iter_sorted(compare, g)");                                      \
    int (*const yieldc_order)(const void *, const void *) =                    \
        YIELDC_ORDER_OF(YIELDC_A(yieldc_a_y));                                 \
    YIELDC_SORTED_STAGE;                                                       \
  }))
#define yieldc_sorted2(f, g)                                                   \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_sorted"));                             \
    __extension__ __auto_type yieldc_given_f = (f);                            \
    typedef int (*yieldc_order_t)(const void *, const void *);                 \
    YIELDC_REQUIRE(YIELDC_SAME(__typeof__(yieldc_given_f), yieldc_order_t),    \
                   "iter_sorted: the first argument must be a comparison as "  \
                   "qsort takes it, int f(const void *, const void *)");       \
    const yieldc_order_t yieldc_order YIELDC_UNUSED =                          \
        YIELDC_AS(yieldc_order_t, yieldc_given_f);                             \
    YIELDC_SORTED_STAGE;                                                       \
  }))
#define YIELDC_SORTED_STAGE                                                    \
  YIELDC_STAGE1(yieldc_a_y, {                                                  \
    YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                    \
    yieldc_a_y yieldc_x;                                                       \
    while (YIELDC_PULL(a, yieldc_x))                                           \
      YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                          \
    YIELDC_ENDED(a);                                                           \
    if (yieldc_kept.count)                                                     \
      qsort(yieldc_kept.items, yieldc_kept.count, sizeof(yieldc_a_y),          \
            yieldc_order);                                                     \
    for (size_t yieldc_i = 0; yieldc_i < yieldc_kept.count; ++yieldc_i)        \
      YIELDC_EMIT(yieldc_a_y, YIELDC_KEPT(yieldc_kept, yieldc_a_y, yieldc_i)); \
  })

#define YIELDC_ORDER(name, T)                                                  \
  YIELDC_SLOW_FN int yieldc_order_##name(const void *a, const void *b) {       \
    T x = *(const T *)a, y = *(const T *)b;                                    \
    return (x > y) - (x < y);                                                  \
  }
YIELDC_ORDER(char, char)
YIELDC_ORDER(schar, signed char)
YIELDC_ORDER(uchar, unsigned char)
YIELDC_ORDER(short, short)
YIELDC_ORDER(ushort, unsigned short)
YIELDC_ORDER(int, int)
YIELDC_ORDER(uint, unsigned)
YIELDC_ORDER(long, long)
YIELDC_ORDER(ulong, unsigned long)
YIELDC_ORDER(llong, long long)
YIELDC_ORDER(ullong, unsigned long long)
YIELDC_ORDER(float, float)
YIELDC_ORDER(double, double)
YIELDC_ORDER(ldouble, long double)
#undef YIELDC_ORDER
#define YIELDC_ORDER_OF(e)                                                     \
  _Generic((e),                                                                \
      char: yieldc_order_char,                                                 \
      signed char: yieldc_order_schar,                                         \
      unsigned char: yieldc_order_uchar,                                       \
      short: yieldc_order_short,                                               \
      unsigned short: yieldc_order_ushort,                                     \
      int: yieldc_order_int,                                                   \
      unsigned: yieldc_order_uint,                                             \
      long: yieldc_order_long,                                                 \
      unsigned long: yieldc_order_ulong,                                       \
      long long: yieldc_order_llong,                                           \
      unsigned long long: yieldc_order_ullong,                                 \
      float: yieldc_order_float,                                               \
      double: yieldc_order_double,                                             \
      long double: yieldc_order_ldouble,                                       \
      default: (int (*)(const void *, const void *))0)

// iter_distinct(g): each value once, where it comes first; of keys. It keeps
// those only, and does not consume g at once. iter_distinct(f, g),
// iter_distinct(f, context, g): each x whose key f(x), or f(x, context), has
// not come before.
#define iter_distinct(...)                                                     \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_distinct3, yieldc_distinct2,           \
              yieldc_distinct1, ~)(__VA_ARGS__)
#define yieldc_distinct1(g)                                                    \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_distinct"));                           \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_KEY(YIELDC_A(yieldc_a_y)),                                   \
        "iter_distinct: the generator must yield numbers, pointers "           \
        "or strings; for others write iter_distinct(key, g)");                 \
    typedef yieldc_a_y yieldc_key;                                             \
    YIELDC_DISTINCT_STAGE(YIELDC_SCALAR_OR_0);                                 \
  }))
#define yieldc_distinct2(f, g) yieldc_distinct(ALONE, f, 0, g)
#define yieldc_distinct3(f, c, g) yieldc_distinct(CONTEXT, f, c, g)
#define yieldc_distinct(how, f, c, g)                                          \
  (__extension__({                                                             \
    YIELDC_KEY_TOOL("iter_distinct", how, f, c, g);                            \
    YIELDC_DISTINCT_STAGE(YIELDC_CALL_##how);                                  \
  }))
#define YIELDC_DISTINCT_STAGE(key)                                             \
  YIELDC_STAGE1(yieldc_a_y, {                                                  \
    YIELDC_TABLE(yieldc_table);                                                \
    yieldc_a_y yieldc_x;                                                       \
    while (YIELDC_PULL(a, yieldc_x)) {                                         \
      YIELDC_ENTER(yieldc_entry, yieldc_table, key(yieldc_x));                 \
      if (yieldc_entry->count++ == 0)                                          \
        YIELDC_EMIT(yieldc_a_y, yieldc_x);                                     \
    }                                                                          \
    YIELDC_ENDED(a);                                                           \
  })

// iter_count_by(f, g), iter_count_by(f, context, g): { key, count }: how many x
// of g have each key f(x), or f(x, context); in the order in which the keys
// come first. A string in it is the tool's own copy.
#define iter_count_by(...)                                                     \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_count_by, __VA_ARGS__)
#define yieldc_count_by(how, f, c, g)                                          \
  (__extension__({                                                             \
    YIELDC_KEY_TOOL("iter_count_by", how, f, c, g);                            \
    typedef struct {                                                           \
      yieldc_key key;                                                          \
      size_t count;                                                            \
    } yieldc_v;                                                                \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      YIELDC_TABLE(yieldc_table);                                              \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        YIELDC_ENTER(yieldc_entry, yieldc_table, YIELDC_CALL_##how(yieldc_x)); \
        ++yieldc_entry->count;                                                 \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
      for (struct yieldc_entry *yieldc_at = yieldc_table; yieldc_at;           \
           yieldc_at = (struct yieldc_entry *)yieldc_at->hh.next)              \
        YIELDC_EMIT(yieldc_v,                                                  \
                    (yieldc_v){YIELDC_KEY_OF(yieldc_at), yieldc_at->count});   \
    });                                                                        \
  }))

// iter_gather_by(f, g), iter_gather_by(f, context, g): { key, items, count }:
// the x of g with each key, in their order; keys as above. The items are the
// tool's, and good until it is closed.
#define iter_gather_by(...)                                                    \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_gather_by, __VA_ARGS__)
#define yieldc_gather_by(how, f, c, g)                                         \
  (__extension__({                                                             \
    YIELDC_KEY_TOOL("iter_gather_by", how, f, c, g);                           \
    typedef struct {                                                           \
      yieldc_key key;                                                          \
      const yieldc_a_y *items;                                                 \
      size_t count;                                                            \
    } yieldc_v;                                                                \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      YIELDC_TABLE(yieldc_table);                                              \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      YIELDC_BUFFER(yieldc_of, struct yieldc_entry *);                         \
      YIELDC_BUFFER(yieldc_gathered, yieldc_a_y);                              \
      yieldc_a_y yieldc_x;                                                     \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        YIELDC_ENTER(yieldc_entry, yieldc_table, YIELDC_CALL_##how(yieldc_x)); \
        ++yieldc_entry->count;                                                 \
        YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                        \
        YIELDC_KEEP(yieldc_of, struct yieldc_entry *, yieldc_entry);           \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
      if (!yieldc_buffer_reserve(&yieldc_gathered, yieldc_kept.count))         \
        YIELDC_FAIL(ENOMEM);                                                   \
      yieldc_entries_place(yieldc_table);                                      \
      for (size_t yieldc_i = 0; yieldc_i < yieldc_kept.count; ++yieldc_i)      \
        YIELDC_KEPT(                                                           \
            yieldc_gathered, yieldc_a_y,                                       \
            YIELDC_KEPT(yieldc_of, struct yieldc_entry *, yieldc_i)->end++) =  \
            YIELDC_KEPT(yieldc_kept, yieldc_a_y, yieldc_i);                    \
      for (struct yieldc_entry *yieldc_at = yieldc_table; yieldc_at;           \
           yieldc_at = (struct yieldc_entry *)yieldc_at->hh.next)              \
        YIELDC_EMIT(yieldc_v,                                                  \
                    (yieldc_v){YIELDC_KEY_OF(yieldc_at),                       \
                               (const yieldc_a_y *)yieldc_gathered.items +     \
                                   (yieldc_at->end - yieldc_at->count),        \
                               yieldc_at->count});                             \
    });                                                                        \
  }))

// ---- Keys -------------------------------------------------------------------

#define YIELDC_IS_KEY(e)                                                       \
  (YIELDC_IS_SCALAR(e) && !YIELDC_SAME(__typeof__((0, (e))), long double))
#define YIELDC_KEY_TOOL(who, how, f, c, g)                                     \
  YIELDC_TAKE(a, g, YIELDC_LAST(who));                                         \
  YIELDC_FUNCTION(how, f, c, KEY, YIELDC_NEEDS_ONE(who),                       \
                  YIELDC_TO(yieldc_a_y));                                      \
  typedef YIELDC_TYPE_OF_VALUE(YIELDC_CALL_##how(YIELDC_A(yieldc_a_y)))        \
      yieldc_key;                                                              \
  YIELDC_REQUIRE(YIELDC_IS_KEY(YIELDC_A(yieldc_key)),                          \
                 who ": a long double can be no key")

/// A key, and what is known of it.
struct yieldc_entry {
  UT_hash_handle hh;
  size_t count;
  size_t end; ///< of its items, in all of them
  _Alignas(2 * sizeof(void *)) char key[];
};

#define YIELDC_TABLE(name)                                                     \
  struct yieldc_entry *name __attribute__((cleanup(yieldc_entries_free))) =    \
      (struct yieldc_entry *)0
// Declares the entry of a key, of type yieldc_key; fails with ENOMEM.
#define YIELDC_ENTER(name, table, ...)                                         \
  const yieldc_key yieldc_k = (__VA_ARGS__);                                   \
  struct yieldc_entry *name = __builtin_choose_expr(                           \
      YIELDC_IS_STRING(yieldc_k),                                              \
      yieldc_enter_string(&table, YIELDC_STRING_OR_NULL(yieldc_k)),            \
      yieldc_enter_key(&table, &yieldc_k, sizeof yieldc_k));                   \
  if (!name)                                                                   \
  YIELDC_FAIL(ENOMEM)
#define YIELDC_KEY_OF(entry)                                                   \
  __builtin_choose_expr(YIELDC_IS_STRING(YIELDC_A(yieldc_key)),                \
                        (entry)->hh.keylen ? (entry)->key : (char *)0,         \
                        *(yieldc_key *)(void *)(entry)->key)

YIELDC_SLOW_FN void yieldc_entries_free(struct yieldc_entry **table) {
  struct yieldc_entry *entry = *table, *next;
  HASH_CLEAR(hh, *table);
  for (; entry; entry = next) {
    next = (struct yieldc_entry *)entry->hh.next;
    free(entry);
  }
}

/// The entry of a key; null if there is no memory for a new one.
YIELDC_SLOW_FN struct yieldc_entry *
yieldc_enter_key(struct yieldc_entry **table, const void *key, size_t size) {
  struct yieldc_entry *entry;
  HASH_FIND(hh, *table, key, size, entry);
  if (entry)
    return entry;
  if (size > YIELDC_KEY_MOST)
    return (struct yieldc_entry *)0;
  entry = (struct yieldc_entry *)malloc(sizeof *entry + size);
  if (!entry)
    return entry;
  entry->count = entry->end = 0;
  memcpy(entry->key, key, size);
  HASH_ADD_KEYPTR(hh, *table, entry->key, size, entry);
  if (!entry->hh.tbl) { // no memory for the table
    free(entry);
    return (struct yieldc_entry *)0;
  }
  return entry;
}

/// Of a string, with its '\0'; a null pointer has none.
YIELDC_FN struct yieldc_entry *yieldc_enter_string(struct yieldc_entry **table,
                                                   const char *string) {
  return yieldc_enter_key(table, string ? string : "",
                          string ? strlen(string) + 1 : 0);
}

/// Where each key's items begin among all: `end`, before any has been put
/// there.
YIELDC_SLOW_FN void yieldc_entries_place(struct yieldc_entry *table) {
  size_t at = 0;
  for (; table; table = (struct yieldc_entry *)table->hh.next) {
    table->end = at;
    at += table->count;
  }
}

#endif // YIELDC_KEYED_H
