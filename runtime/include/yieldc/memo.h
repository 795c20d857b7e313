// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that remember what they have computed, up to so many results: the
// one that was not asked for the longest makes room for the next.
//
//   memo_function(long, fibonacci, 100, (int, n)) {
//     return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
//   }
//
// Works in any C compiler, with the plugin and without. For threads there is
// <yieldc/memo_shared.h>.

#ifndef YIELDC_MEMO_H
#define YIELDC_MEMO_H
#pragma GCC system_header

#ifdef __cplusplus
#error "yieldc/memo.h is for C: its functions are made of _Generic"
#endif

#include <stdint.h>
#include <yieldc/table.h>

/// A capacity: all results are kept.
#define MEMO_UNBOUNDED SIZE_MAX

/// An argument that counts by what it points to, not by its address. The bytes
/// are copied when the result is kept.
typedef struct {
  const void *data;
  size_t size;
} memo_bytes;

struct memo_info {
  size_t hits, misses; ///< since the beginning, or memo_clear()
  size_t capacity;     ///< 0: nothing is kept; MEMO_UNBOUNDED
  size_t size;         ///< how many results are kept now
};

// memo_function(R, f, capacity, (T, x), ...) { ... }
//
// Defines R f(T x, ...), of one to six arguments, which calls what is between
// the braces only for arguments that it has no result for. `static` may stand
// before it. R is any type that can be copied, but void.
//
// Two calls are the same if their arguments are: numbers, pointers and structs
// by their bytes (so 0.0 is not -0.0, and the padding of a struct counts), char
// pointers as strings and memo_bytes by what they point to. A long double can
// be none. The capacity is a constant.
//
// In the braces f may be called again, and memo_clear(f). Without memory for a
// result f just computes it. Not for several threads at a time, and f must not
// be left by longjmp().
#define memo_function(...)                                                     \
  YIELDC_MEMO_CHOOSE(__VA_ARGS__, ~, ~, YIELDC_MEMO_ARGUMENTS)                 \
  (PLAIN, BYTES, 0, 0, __VA_ARGS__)

// memo_function_by(hash, equal, R, f, capacity, (T, x), ...) { ... }: the same,
// where two calls are the same if equal(x, ..., x2, ...) says so, and then
// hash(x, ...), an integer, must be the same too. The arguments themselves are
// kept: what they point to must live as long.
#define memo_function_by(...)                                                  \
  YIELDC_MEMO_CHOOSE(__VA_ARGS__, YIELDC_MEMO_ARGUMENTS)(PLAIN, BY, __VA_ARGS__)

/// `return memo_fail(x);` in the braces: this result, a failure, is not kept.
#define memo_fail(x) (yieldc_call->failed = true, (x))

/// A struct memo_info of f, in the file that defines it.
#define memo_info(f) yieldc_memo_info(&YIELDC_MEMO_OF(f))

/// Forgets all results of f and sets hits and misses to 0, in the file that
/// defines it.
#define memo_clear(f) yieldc_memo_clear(&YIELDC_MEMO_OF(f))

// ---- Definitions ------------------------------------------------------------

#define YIELDC_MEMO_OF(f) yieldc_memo_of_##f.memo

// With hash, equal, R, f, the capacity and one to six arguments.
#define YIELDC_MEMO_PICK(a, b, c, d, e, f, g, h, i, j, k, l, m, n, chosen,     \
                         ...)                                                  \
  chosen
#define YIELDC_MEMO_CHOOSE(...) YIELDC_MEMO_PICK(__VA_ARGS__)
#define YIELDC_MEMO_ARGUMENTS                                                  \
  YIELDC_MEMO_USAGE, YIELDC_MEMO_USAGE, YIELDC_MEMO_USAGE, YIELDC_MEMO,        \
      YIELDC_MEMO, YIELDC_MEMO, YIELDC_MEMO, YIELDC_MEMO, YIELDC_MEMO,         \
      YIELDC_MEMO_USAGE, YIELDC_MEMO_USAGE, YIELDC_MEMO_USAGE,                 \
      YIELDC_MEMO_USAGE, YIELDC_MEMO_USAGE, ~
#define YIELDC_MEMO_USAGE(...)                                                 \
  _Static_assert(                                                              \
      0, "write memo_function(R, f, capacity, (T, x), ...) { ... }, or "       \
         "memo_function_by(hash, equal, R, f, capacity, (T, x), ...), with "   \
         "one to six arguments, each in parentheses");                         \
  static inline int yieldc_memo_usage(void)

#define YIELDC_MEMO(how, key, hash, equal, R, f, most, ...)                    \
  R f(YIELDC_EACH(YIELDC_MEMO_PARAMETER, YIELDC_COMMA, __VA_ARGS__));          \
  _Static_assert(!__builtin_types_compatible_p(R, void),                       \
                 "memo_function: " #f " has no result that could be kept");    \
  _Static_assert(!((most) < 0), "memo_function: the capacity is negative");    \
  static R yieldc_compute_##f(                                                 \
      struct yieldc_memo_call *,                                               \
      YIELDC_EACH(YIELDC_MEMO_PARAMETER, YIELDC_COMMA, __VA_ARGS__));          \
  static YIELDC_MEMO_STRUCT_##how yieldc_memo_of_##f =                         \
      YIELDC_MEMO_STRUCT_##how##_OF(most);                                     \
  YIELDC_MEMO_EQUAL_##key(f, equal, __VA_ARGS__) R f(                          \
      YIELDC_EACH(YIELDC_MEMO_PARAMETER, YIELDC_COMMA, __VA_ARGS__)) {         \
    struct yieldc_memo_call yieldc_call;                                       \
    R yieldc_result;                                                           \
    yieldc_memo_call_begin(&yieldc_call);                                      \
    YIELDC_MEMO_KEY_##key(f, hash, __VA_ARGS__)                                \
        YIELDC_MEMO_RUNNING_##how if (!YIELDC_MEMO_ENTER_##how(                \
                                          &yieldc_memo_of_##f, &yieldc_call,   \
                                          &yieldc_result,                      \
                                          sizeof yieldc_result)) {             \
      yieldc_result = yieldc_compute_##f(                                      \
          &yieldc_call,                                                        \
          YIELDC_EACH(YIELDC_MEMO_NAME, YIELDC_COMMA, __VA_ARGS__));           \
      YIELDC_MEMO_LEAVE_##how(&yieldc_memo_of_##f, &yieldc_call,               \
                              &yieldc_result, sizeof yieldc_result);           \
    }                                                                          \
    yieldc_memo_call_end(&yieldc_call);                                        \
    return yieldc_result;                                                      \
  }                                                                            \
  static R yieldc_compute_##f(                                                 \
      struct yieldc_memo_call *yieldc_call __attribute__((unused)),            \
      YIELDC_EACH(YIELDC_MEMO_PARAMETER, YIELDC_COMMA, __VA_ARGS__))

#define YIELDC_MEMO_PARAMETER(T, x) T x
#define YIELDC_MEMO_NAME(T, x) x
#define YIELDC_MEMO_FIELD(T, x) T x;
#define YIELDC_MEMO_COPY(T, x) yieldc_arguments.x = x;
#define YIELDC_MEMO_OF_A(T, x) yieldc_a->x
#define YIELDC_MEMO_OF_B(T, x) yieldc_b->x

#define YIELDC_MEMO_STRUCT_PLAIN                                               \
  struct {                                                                     \
    struct yieldc_memo memo;                                                   \
  }
#define YIELDC_MEMO_STRUCT_PLAIN_OF(most)                                      \
  {                                                                            \
    {                                                                          \
      .capacity = (most)                                                       \
    }                                                                          \
  }
#define YIELDC_MEMO_RUNNING_PLAIN
#define YIELDC_MEMO_ENTER_PLAIN(of, ...)                                       \
  yieldc_memo_enter(&(of)->memo, __VA_ARGS__)
#define YIELDC_MEMO_LEAVE_PLAIN(of, ...)                                       \
  yieldc_memo_leave(&(of)->memo, __VA_ARGS__)

#define YIELDC_MEMO_EQUAL_BYTES(f, equal, ...)
#define YIELDC_MEMO_KEY_BYTES(f, hash, ...)                                    \
  YIELDC_EACH(YIELDC_MEMO_ADD, YIELDC_NOTHING, __VA_ARGS__)                    \
  yieldc_memo_hash(&yieldc_call);
#define YIELDC_MEMO_ADD(T, x)                                                  \
  _Static_assert(!__builtin_types_compatible_p(T, long double),                \
                 "memo_function: a long double can be no argument");           \
  _Generic((x),                                                                \
      char *: yieldc_memo_add_string,                                          \
      const char *: yieldc_memo_add_string,                                    \
      memo_bytes: yieldc_memo_add_bytes,                                       \
      default: yieldc_memo_add)(&yieldc_call, &x, sizeof x);

#define YIELDC_MEMO_EQUAL_BY(f, equal_to, ...)                                 \
  struct yieldc_arguments_of_##f {                                             \
    struct yieldc_key_by by;                                                   \
    YIELDC_EACH(YIELDC_MEMO_FIELD, YIELDC_NOTHING, __VA_ARGS__)                \
  };                                                                           \
  static bool yieldc_equal_for_##f(const void *a, const void *b) {             \
    const struct yieldc_arguments_of_##f *yieldc_a =                           \
        (const struct yieldc_arguments_of_##f *)a;                             \
    const struct yieldc_arguments_of_##f *yieldc_b =                           \
        (const struct yieldc_arguments_of_##f *)b;                             \
    return equal_to(YIELDC_EACH(YIELDC_MEMO_OF_A, YIELDC_COMMA, __VA_ARGS__),  \
                    YIELDC_EACH(YIELDC_MEMO_OF_B, YIELDC_COMMA, __VA_ARGS__)); \
  }
#define YIELDC_MEMO_KEY_BY(f, hash_of, ...)                                    \
  struct yieldc_arguments_of_##f yieldc_arguments;                             \
  memset(&yieldc_arguments, 0, sizeof yieldc_arguments);                       \
  yieldc_arguments.by.equal = yieldc_equal_for_##f;                            \
  YIELDC_EACH(YIELDC_MEMO_COPY, YIELDC_NOTHING, __VA_ARGS__)                   \
  yieldc_memo_key_by(                                                          \
      &yieldc_call, &yieldc_arguments, sizeof yieldc_arguments,                \
      hash_of(YIELDC_EACH(YIELDC_MEMO_NAME, YIELDC_COMMA, __VA_ARGS__)));

#define YIELDC_COMMA() ,
#define YIELDC_NOTHING()
// m(T, x) for each (T, x), with sep() between them.
#define YIELDC_EACH(m, sep, ...)                                               \
  YIELDC_EACH_PICK(__VA_ARGS__, YIELDC_EACH6, YIELDC_EACH5, YIELDC_EACH4,      \
                   YIELDC_EACH3, YIELDC_EACH2, YIELDC_EACH1, ~)                \
  (m, sep, __VA_ARGS__)
#define YIELDC_EACH_PICK(a, b, c, d, e, f, chosen, ...) chosen
#define YIELDC_EACH1(m, sep, a) m a
#define YIELDC_EACH2(m, sep, a, ...) m a sep() YIELDC_EACH1(m, sep, __VA_ARGS__)
#define YIELDC_EACH3(m, sep, a, ...) m a sep() YIELDC_EACH2(m, sep, __VA_ARGS__)
#define YIELDC_EACH4(m, sep, a, ...) m a sep() YIELDC_EACH3(m, sep, __VA_ARGS__)
#define YIELDC_EACH5(m, sep, a, ...) m a sep() YIELDC_EACH4(m, sep, __VA_ARGS__)
#define YIELDC_EACH6(m, sep, a, ...) m a sep() YIELDC_EACH5(m, sep, __VA_ARGS__)

// ---- The memo ---------------------------------------------------------------

struct yieldc_memo {
  size_t capacity, hits, misses;
  struct yieldc_memo_entry *entries; ///< from the least recently used on
  void (*guard)(struct yieldc_memo *memo, bool enter); ///< null: one thread
};

/// A result, and behind it the key.
struct yieldc_memo_entry {
  UT_hash_handle hh;
  _Alignas(2 * sizeof(void *)) unsigned char result[];
};

/// What a call knows of its key.
struct yieldc_memo_call {
  void *key;       ///< in `small`, `arguments`, or of malloc()
  size_t size;     ///< in bytes, of what is to be copied
  size_t room;     ///< in it
  unsigned length; ///< what the table has for its size
  unsigned hash;
  bool failed; ///< the result is not kept
  _Alignas(2 * sizeof(void *)) unsigned char small[128];
};

YIELDC_FN void yieldc_memo_call_begin(struct yieldc_memo_call *call) {
  call->key = call->small;
  call->room = sizeof call->small;
  call->size = 0;
  call->failed = false;
}

YIELDC_FN void yieldc_memo_call_end(struct yieldc_memo_call *call) {
  if (call->length != YIELDC_KEY_BY && call->key != call->small)
    free(call->key);
}

/// Makes room for a key that is larger than most. Without memory nothing is
/// kept or found.
YIELDC_COLD_FN bool yieldc_memo_grow(struct yieldc_memo_call *call,
                                     size_t more) {
  size_t room = call->size > YIELDC_KEY_MOST - more || more > YIELDC_KEY_MOST
                    ? 0
                    : 2 * (call->size + more);
  void *key = room ? malloc(room) : (void *)0;
  if (!key) {
    call->failed = true;
    return false;
  }
  memcpy(key, call->key, call->size);
  if (call->key != call->small)
    free(call->key);
  call->key = key;
  call->room = room;
  return true;
}

YIELDC_FN void yieldc_memo_add(struct yieldc_memo_call *call, const void *x,
                               size_t size) {
  if (call->failed ||
      (call->room - call->size < size && !yieldc_memo_grow(call, size)))
    return;
  if (size)
    memcpy((unsigned char *)call->key + call->size, x, size);
  call->size += size;
}

/// With their number, so that where one ends and the next begins counts too.
YIELDC_FN void yieldc_memo_add_bytes(struct yieldc_memo_call *call,
                                     const void *x, size_t unused) {
  const memo_bytes *bytes = (const memo_bytes *)x;
  (void)unused;
  yieldc_memo_add(call, &bytes->size, sizeof bytes->size);
  yieldc_memo_add(call, bytes->data, bytes->size);
}

/// A null pointer is a string of its own.
YIELDC_FN void yieldc_memo_add_string(struct yieldc_memo_call *call,
                                      const void *x, size_t unused) {
  const char *string = *(const char *const *)x;
  const size_t none = SIZE_MAX;
  (void)unused;
  if (string) {
    memo_bytes bytes = {string, strlen(string)};
    yieldc_memo_add_bytes(call, &bytes, 0);
  } else {
    yieldc_memo_add(call, &none, sizeof none);
  }
}

YIELDC_FN void yieldc_memo_hash(struct yieldc_memo_call *call) {
  call->length = (unsigned)call->size;
  HASH_VALUE(call->key, call->size, call->hash);
}

YIELDC_FN void yieldc_memo_key_by(struct yieldc_memo_call *call,
                                  void *arguments, size_t size, uint64_t hash) {
  call->key = arguments;
  call->size = size;
  call->length = YIELDC_KEY_BY;
  call->hash = (unsigned)(hash ^ hash >> 32);
}

YIELDC_FN struct yieldc_memo_entry *
yieldc_memo_find(const struct yieldc_memo *memo,
                 const struct yieldc_memo_call *call) {
  struct yieldc_memo_entry *entry;
  HASH_FIND_BYHASHVALUE(hh, memo->entries, call->key, call->length, call->hash,
                        entry);
  return entry;
}

/// Puts an entry behind all others; false without memory for the table.
YIELDC_FN bool yieldc_memo_append(struct yieldc_memo *memo,
                                  struct yieldc_memo_entry *entry, void *key,
                                  unsigned length, unsigned hash) {
  HASH_ADD_KEYPTR_BYHASHVALUE(hh, memo->entries, key, length, hash, entry);
  return entry->hh.tbl != (UT_hash_table *)0;
}

YIELDC_FN void yieldc_memo_forget(struct yieldc_memo *memo,
                                  struct yieldc_memo_entry *entry) {
  HASH_DELETE(hh, memo->entries, entry);
  free(entry);
}

/// True if there is a result, which then is copied.
YIELDC_SLOW_FN bool yieldc_memo_enter(struct yieldc_memo *memo,
                                      struct yieldc_memo_call *call,
                                      void *result, size_t size) {
  struct yieldc_memo_entry *entry = call->failed ? (struct yieldc_memo_entry *)0
                                                 : yieldc_memo_find(memo, call);
  if (!entry) {
    ++memo->misses;
    return false;
  }
  ++memo->hits;
  memcpy(result, entry->result, size);
  if (entry->hh.next) { // is not the last one used already
    void *key = entry->hh.key;
    unsigned length = entry->hh.keylen;
    HASH_DELETE(hh, memo->entries, entry);
    if (!yieldc_memo_append(memo, entry, key, length, call->hash))
      free(entry);
  }
  return true;
}

/// Keeps a result that was computed, if it can.
YIELDC_SLOW_FN void yieldc_memo_leave(struct yieldc_memo *memo,
                                      struct yieldc_memo_call *call,
                                      const void *result, size_t size) {
  struct yieldc_memo_entry *entry;
  size_t to_key = (size + _Alignof(struct yieldc_memo_entry) - 1) /
                  _Alignof(struct yieldc_memo_entry) *
                  _Alignof(struct yieldc_memo_entry);
  // A call within may have come to the same, or have kept what was failing.
  if (call->failed || memo->capacity == 0 || yieldc_memo_find(memo, call))
    return;
  entry =
      (struct yieldc_memo_entry *)malloc(sizeof *entry + to_key + call->size);
  if (!entry)
    return;
  memcpy(entry->result, result, size);
  memcpy(entry->result + to_key, call->key, call->size);
  if (HASH_COUNT(memo->entries) >= memo->capacity)
    yieldc_memo_forget(memo, memo->entries);
  if (!yieldc_memo_append(memo, entry, entry->result + to_key, call->length,
                          call->hash))
    free(entry);
}

YIELDC_SLOW_FN struct memo_info yieldc_memo_info(struct yieldc_memo *memo) {
  struct memo_info info;
  if (memo->guard)
    memo->guard(memo, true);
  info.hits = memo->hits;
  info.misses = memo->misses;
  info.capacity = memo->capacity;
  info.size = HASH_COUNT(memo->entries);
  if (memo->guard)
    memo->guard(memo, false);
  return info;
}

YIELDC_SLOW_FN void yieldc_memo_clear(struct yieldc_memo *memo) {
  struct yieldc_memo_entry *entry, *next;
  if (memo->guard)
    memo->guard(memo, true);
  entry = memo->entries;
  HASH_CLEAR(hh, memo->entries);
  memo->hits = memo->misses = 0;
  if (memo->guard)
    memo->guard(memo, false);
  for (; entry; entry = next) {
    next = (struct yieldc_memo_entry *)entry->hh.next;
    free(entry);
  }
}

#endif // YIELDC_MEMO_H
