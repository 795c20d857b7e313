// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where frames come from: a buffer, if the caller gives one; else, in this
// order: the program's own gen_allocate and gen_release, if it defines them;
// the frames that this thread has freed before, kept in lists by size; malloc.
//
// Only generator bodies refer to this, so only code compiled with the plugin.

#ifndef YIELDC_STORAGE_H
#define YIELDC_STORAGE_H
#pragma GCC system_header

#include <yieldc/frame.h>

#if defined __STDC_HOSTED__ && __STDC_HOSTED__
#include <stdlib.h>
#endif

/// A program's own allocator: defined by the program, both or none. `align` is
/// a power of two. `size` and `align` of gen_release are those of gen_allocate.
__attribute__((weak, nothrow)) extern void *gen_allocate(size_t size,
                                                         size_t align);
__attribute__((weak, nothrow)) extern void
gen_release(void *memory, size_t size, size_t align);

/// What malloc guarantees, on every tested target.
#define YIELDC_MALLOC_ALIGN (2 * sizeof(void *))

#if defined __STDC_HOSTED__ && __STDC_HOSTED__

YIELDC_COLD_FN void *yieldc_malloc(size_t size, size_t align) {
  if (align <= YIELDC_MALLOC_ALIGN)
    return __builtin_malloc(size);
  return aligned_alloc(align, (size + align - 1) / align * align);
}

// Sanitizers are to see each frame allocated and freed.
#if defined YIELDC_NO_POOL
#elif __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||   \
    __has_feature(thread_sanitizer) || __has_feature(hwaddress_sanitizer) ||   \
    __has_feature(leak_sanitizer) || !defined __GLIBC__
#define YIELDC_NO_POOL
#endif

#else // freestanding: memory is the program's own, or there is none

YIELDC_FN void *yieldc_malloc(size_t size, size_t align) {
  (void)size, (void)align;
  return (void *)0;
}

#undef YIELDC_NO_POOL
#define YIELDC_NO_POOL
#endif

#ifdef YIELDC_NO_POOL

YIELDC_FN void *yieldc_allocate(size_t size, size_t align) {
  return gen_allocate ? gen_allocate(size, align) : yieldc_malloc(size, align);
}

YIELDC_FN void yieldc_release(void *memory, size_t size, size_t align) {
  if (gen_release)
    gen_release(memory, size, align);
#if defined __STDC_HOSTED__ && __STDC_HOSTED__
  else
    __builtin_free(memory);
#endif
}

#else

/// Frames that were freed. Each thread has one.
struct yieldc_pool {
  struct yieldc_free_frame {
    struct yieldc_free_frame *next;
  } *frames[32]; ///< by class of size
  size_t room;   ///< how many more bytes may be kept; none until it has begun
  bool begun;
};
/// (The pass makes the pools of all objects of a program one.)
static __thread struct yieldc_pool yieldc_pool __attribute__((unused));

/// How many bytes a thread keeps at the most.
#define YIELDC_POOL_ROOM ((size_t)1 << 20)

/// The classes are as far apart as the sizes that glibc's malloc has (16 k + 8
/// where pointers have 8 bytes), so that none of them wastes memory. (On i386
/// it aligns more than it must: glibc's sysdeps/i386/malloc-alignment.h.)
#ifdef __i386__
#define YIELDC_POOL_STEP ((size_t)16)
#else
#define YIELDC_POOL_STEP YIELDC_MALLOC_ALIGN
#endif
YIELDC_FN size_t yieldc_pool_class(size_t size) {
  return (size + sizeof(size_t) - 1) / YIELDC_POOL_STEP;
}
YIELDC_FN size_t yieldc_pool_size(size_t size) {
  return (yieldc_pool_class(size) + 1) * YIELDC_POOL_STEP - sizeof(size_t);
}
YIELDC_FN bool yieldc_is_pooled(size_t size, size_t align) {
  return align <= YIELDC_MALLOC_ALIGN &&
         yieldc_pool_class(size) <
             sizeof yieldc_pool.frames / sizeof *yieldc_pool.frames;
}

__attribute__((weak)) extern int
__cxa_thread_atexit_impl(void (*function)(void *), void *argument,
                         void *module);
__attribute__((weak, visibility("hidden"))) extern char __dso_handle;

/// When a thread ends.
YIELDC_COLD_FN void yieldc_pool_end(void *argument) {
  struct yieldc_pool *pool = (struct yieldc_pool *)argument;
  size_t i;
  pool->room = 0;
  for (i = 0; i < sizeof pool->frames / sizeof *pool->frames; ++i)
    while (pool->frames[i]) {
      struct yieldc_free_frame *frame = pool->frames[i];
      pool->frames[i] = frame->next;
      __builtin_free(frame);
    }
}

/// When the pool is full, or has not begun yet.
YIELDC_COLD_FN void yieldc_release_slow(void *memory) {
  if (!yieldc_pool.begun && __cxa_thread_atexit_impl) {
    yieldc_pool.begun = true;
    if (!__cxa_thread_atexit_impl(yieldc_pool_end, &yieldc_pool, &__dso_handle))
      yieldc_pool.room = YIELDC_POOL_ROOM;
  }
  __builtin_free(memory);
}

YIELDC_FN void *yieldc_allocate(size_t size, size_t align) {
  struct yieldc_free_frame **list, *frame;
  if (__builtin_expect(gen_allocate != (void *(*)(size_t, size_t))0, 0))
    return gen_allocate(size, align);
  if (!yieldc_is_pooled(size, align))
    return yieldc_malloc(size, align);
  list = &yieldc_pool.frames[yieldc_pool_class(size)];
  frame = *list;
  if (!YIELDC_LIKELY(frame))
    return yieldc_malloc(yieldc_pool_size(size), align);
  *list = frame->next;
  yieldc_pool.room += yieldc_pool_size(size);
  return frame;
}

YIELDC_FN void yieldc_release(void *memory, size_t size, size_t align) {
  struct yieldc_free_frame **list, *frame = (struct yieldc_free_frame *)memory;
  if (__builtin_expect(gen_release != (void (*)(void *, size_t, size_t))0, 0)) {
    gen_release(memory, size, align);
    return;
  }
  if (!yieldc_is_pooled(size, align)) {
    __builtin_free(memory);
    return;
  }
  if (!YIELDC_LIKELY(yieldc_pool.room >= yieldc_pool_size(size))) {
    yieldc_release_slow(memory);
    return;
  }
  list = &yieldc_pool.frames[yieldc_pool_class(size)];
  frame->next = *list;
  *list = frame;
  yieldc_pool.room -= yieldc_pool_size(size);
}

#endif

/// Where in a buffer of `room` bytes a frame can lie; null if there is no room.
YIELDC_FN void *yieldc_fit(void *buffer, size_t room, size_t size,
                           size_t align) {
  size_t skip = -(__UINTPTR_TYPE__)buffer & (align - 1);
  if (YIELDC_LIKELY(buffer) && YIELDC_LIKELY(!skip) &&
      YIELDC_LIKELY(room >= size))
    return buffer;
  if (!buffer || room < skip || room - skip < size)
    return (void *)0;
  return (char *)buffer + skip;
}

#endif // YIELDC_STORAGE_H
