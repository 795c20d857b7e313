// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: neighbouring values together. Where a tool yields several at
// once, it is { items, count }, an array that is the tool's and good until it
// is resumed or closed. They fail with ENOMEM.

#ifndef YIELDC_ITER_GROUPS_H
#define YIELDC_ITER_GROUPS_H
#pragma GCC system_header

#include <yieldc/iter/buffer.h>
#include <yieldc/iter/equal.h>

// iter_batched(n, g): n values at a time; the last may have fewer. Of n = 0 it
// fails with EINVAL.
#define iter_batched(n, g)                                                     \
  (__extension__({                                                             \
    YIELDC_COUNT(n, "iter_batched");                                           \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_batched"));                            \
    YIELDC_ITEMS(yieldc_v, yieldc_a_y);                                        \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      yieldc_a_y yieldc_x;                                                     \
      if (!yieldc_n)                                                           \
        YIELDC_FAIL(EINVAL);                                                   \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                        \
        if (yieldc_kept.count == yieldc_n) {                                   \
          YIELDC_EMIT_ITEMS(yieldc_kept, 0, yieldc_n);                         \
          yieldc_kept.count = 0;                                               \
        }                                                                      \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
      if (yieldc_kept.count)                                                   \
        YIELDC_EMIT_ITEMS(yieldc_kept, 0, yieldc_kept.count);                  \
    });                                                                        \
  }))
#define YIELDC_ITEMS(name, T)                                                  \
  typedef struct {                                                             \
    const T *items;                                                            \
    size_t count;                                                              \
  } name
// (Even 0 is not to be added to a null pointer, as an empty buffer has.)
#define YIELDC_EMIT_ITEMS(name, begin, n)                                      \
  YIELDC_EMIT(yieldc_v,                                                        \
              (yieldc_v){(begin) ? (const yieldc_a_y *)name.items + (begin)    \
                                 : (const yieldc_a_y *)name.items,             \
                         (n)})

// iter_windows(n, g): each n values in a row, one further each time. Fewer than
// n make none. Of n = 0 it fails with EINVAL.
#define iter_windows(n, g)                                                     \
  (__extension__({                                                             \
    YIELDC_COUNT(n, "iter_windows");                                           \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_windows"));                            \
    YIELDC_ITEMS(yieldc_v, yieldc_a_y);                                        \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      yieldc_a_y yieldc_x;                                                     \
      size_t yieldc_at = 0;                                                    \
      if (!yieldc_n)                                                           \
        YIELDC_FAIL(EINVAL);                                                   \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                        \
        if (yieldc_kept.count - yieldc_at < yieldc_n)                          \
          continue;                                                            \
        YIELDC_EMIT_ITEMS(yieldc_kept, yieldc_at, yieldc_n);                   \
        if (++yieldc_at == yieldc_n)                                           \
          yieldc_buffer_drop(&yieldc_kept, &yieldc_at);                        \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))
#if YIELDC_HAS_PLUGIN
/// Removes the first *n elements; *n becomes 0.
YIELDC_FN void yieldc_buffer_drop(struct yieldc_buffer *buffer, size_t *n) {
  buffer->count -= *n;
  __builtin_memmove(buffer->items, (char *)buffer->items + *n * buffer->size,
                    buffer->count * buffer->size);
  *n = 0;
}
#endif

// iter_pairwise(g): { first, second }: each value but the last with the next.
#define iter_pairwise(g)                                                       \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_pairwise"));                           \
    typedef struct {                                                           \
      yieldc_a_y first;                                                        \
      yieldc_a_y second;                                                       \
    } yieldc_v;                                                                \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      yieldc_v yieldc_pair;                                                    \
      yieldc_a_y yieldc_x;                                                     \
      bool yieldc_has = false;                                                 \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        yieldc_pair.second = yieldc_x;                                         \
        if (yieldc_has)                                                        \
          YIELDC_EMIT(yieldc_v, yieldc_pair);                                  \
        yieldc_has = true;                                                     \
        yieldc_pair.first = yieldc_pair.second;                                \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
    });                                                                        \
  }))

// iter_group_by(f, g), iter_group_by(f, context, g): { key, items, count }: the
// values in a row for which f(x), or f(x, context), is the same key: a number,
// a pointer, or a string, which is compared by its characters and must live as
// long as the group.
#define iter_group_by(...)                                                     \
  YIELDC_WITH_FUNCTION(yieldc_iter_usage, yieldc_group_by, __VA_ARGS__)
#define yieldc_group_by(how, f, c, g)                                          \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_group_by"));                           \
    YIELDC_FUNCTION(how, f, c, KEY, YIELDC_NEEDS_ONE("iter_group_by"),         \
                    YIELDC_TO(yieldc_a_y));                                    \
    typedef YIELDC_TYPE_OF_VALUE(YIELDC_CALL_##how(YIELDC_A(yieldc_a_y)))      \
        yieldc_key;                                                            \
    typedef struct {                                                           \
      yieldc_key key;                                                          \
      const yieldc_a_y *items;                                                 \
      size_t count;                                                            \
    } yieldc_v;                                                                \
    YIELDC_STAGE1(yieldc_v, {                                                  \
      YIELDC_BUFFER(yieldc_kept, yieldc_a_y);                                  \
      yieldc_a_y yieldc_x;                                                     \
      yieldc_v yieldc_group;                                                   \
      while (YIELDC_PULL(a, yieldc_x)) {                                       \
        yieldc_key yieldc_k = YIELDC_CALL_##how(yieldc_x);                     \
        if (yieldc_kept.count && !YIELDC_EQUAL(yieldc_k, yieldc_group.key)) {  \
          YIELDC_EMIT_GROUP;                                                   \
          yieldc_kept.count = 0;                                               \
        }                                                                      \
        if (!yieldc_kept.count)                                                \
          yieldc_group.key = yieldc_k;                                         \
        YIELDC_KEEP(yieldc_kept, yieldc_a_y, yieldc_x);                        \
      }                                                                        \
      YIELDC_ENDED(a);                                                         \
      if (yieldc_kept.count)                                                   \
        YIELDC_EMIT_GROUP;                                                     \
    });                                                                        \
  }))
#define YIELDC_EMIT_GROUP                                                      \
  {                                                                            \
    yieldc_group.items = (const yieldc_a_y *)yieldc_kept.items;                \
    yieldc_group.count = yieldc_kept.count;                                    \
    YIELDC_EMIT(yieldc_v, yieldc_group);                                       \
  }

// iter_dedup(g): without the values that equal the one before, so of a sorted
// one each value once. Numbers, pointers, and strings as above; of others,
// iter_dedup(f, g), iter_dedup(f, context, g), f(x, y) tells whether they are
// the same.
#define iter_dedup(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_iter_usage, yieldc_iter_usage,               \
              yieldc_iter_usage, yieldc_dedup3, yieldc_dedup2, yieldc_dedup1,  \
              ~)(__VA_ARGS__)
#define yieldc_dedup1(g)                                                       \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_dedup"));                              \
    YIELDC_REQUIRE(                                                            \
        YIELDC_IS_SCALAR(YIELDC_A(yieldc_a_y)),                                \
        "iter_dedup: the generator must yield numbers, pointers or "           \
        "strings; for others write iter_dedup(same, g)");                      \
    YIELDC_DEDUP_STAGE(YIELDC_EQUAL);                                          \
  }))
#define yieldc_dedup2(f, g) yieldc_dedup(ALONE, f, 0, g)
#define yieldc_dedup3(f, c, g) yieldc_dedup(CONTEXT, f, c, g)
#define yieldc_dedup(how, f, c, g)                                             \
  (__extension__({                                                             \
    YIELDC_TAKE(a, g, YIELDC_LAST("iter_dedup"));                              \
    YIELDC_FUNCTION(how, f, c, CONDITION, YIELDC_NEEDS_TWO("iter_dedup"),      \
                    YIELDC_TO(yieldc_a_y), YIELDC_TO(yieldc_a_y));             \
    YIELDC_DEDUP_STAGE(YIELDC_CALL_##how);                                     \
  }))
#define YIELDC_DEDUP_STAGE(same)                                               \
  YIELDC_STAGE1(yieldc_a_y, {                                                  \
    yieldc_a_y yieldc_x;                                                       \
    yieldc_a_y yieldc_last;                                                    \
    bool yieldc_has = false;                                                   \
    while (YIELDC_PULL(a, yieldc_x)) {                                         \
      if (yieldc_has && same(yieldc_last, yieldc_x))                           \
        continue;                                                              \
      yieldc_has = true;                                                       \
      yieldc_last = yieldc_x;                                                  \
      YIELDC_EMIT(yieldc_a_y, yieldc_x);                                       \
    }                                                                          \
    YIELDC_ENDED(a);                                                           \
  })

#endif // YIELDC_ITER_GROUPS_H
