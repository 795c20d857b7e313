// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The growing array of a tool that has to keep values. Its memory comes from
// where frames come from (storage.h).
//
// Nothing here is for users.

#ifndef YIELDC_ITER_BUFFER_H
#define YIELDC_ITER_BUFFER_H
#pragma GCC system_header

#include <yieldc/iter/stage.h>

struct yieldc_buffer {
  void *items;
  size_t count, room; ///< in elements
  size_t size, align; ///< of an element
};

#if YIELDC_HAS_PLUGIN
YIELDC_SLOW_FN void yieldc_buffer_free(struct yieldc_buffer *buffer) {
  if (buffer->items)
    yieldc_release(buffer->items, buffer->room * buffer->size, buffer->align);
}

/// Makes room for more elements: `room` of them in all, or more. False if there
/// is no memory; then nothing has changed.
YIELDC_COLD_FN bool yieldc_buffer_reserve(struct yieldc_buffer *buffer,
                                          size_t room) {
  size_t bytes;
  void *items;
  if (room <= buffer->room)
    return true;
  if (room < 2 * buffer->room)
    room = 2 * buffer->room;
  if (room < 8)
    room = 8;
  if (__builtin_mul_overflow(room, buffer->size, &bytes) ||
      bytes > __SIZE_MAX__ / 4)
    return false;
  items = yieldc_allocate(bytes, buffer->align);
  if (!items)
    return false;
  if (buffer->count)
    __builtin_memcpy(items, buffer->items, buffer->count * buffer->size);
  yieldc_buffer_free(buffer);
  buffer->items = items;
  buffer->room = room;
  return true;
}

/// Where the next element goes; null if there is no memory.
YIELDC_FN void *yieldc_buffer_add(struct yieldc_buffer *buffer) {
  if (YIELDC_LIKELY(buffer->count < buffer->room) ||
      yieldc_buffer_reserve(buffer, buffer->count + 1))
    return (char *)buffer->items + buffer->count++ * buffer->size;
  return (void *)0;
}
#endif

// Declares one, which is freed at the end of its scope.
#define YIELDC_BUFFER(name, T)                                                 \
  struct yieldc_buffer name __attribute__((cleanup(yieldc_buffer_free))) = {   \
      (void *)0, 0, 0, sizeof(T), _Alignof(T)}
// Adds a value; fails with ENOMEM.
#define YIELDC_KEEP(name, T, value)                                            \
  {                                                                            \
    void *yieldc_place = yieldc_buffer_add(&name);                             \
    if (!yieldc_place)                                                         \
      YIELDC_FAIL(ENOMEM);                                                     \
    *(T *)yieldc_place = (value);                                              \
  }
#define YIELDC_KEPT(name, T, i) (((T *)name.items)[i])

#endif // YIELDC_ITER_BUFFER_H
