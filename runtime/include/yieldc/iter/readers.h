// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A source with several readers, each at its own position. The readers' frames
// are written by hand rather than made by the pass: one that has not begun must
// give up its part of the source too.
//
// Values that have been pulled and not yet been read by all wait in chunks,
// which the readers share; the last one to leave a chunk frees it (as in
// CPython's itertools.tee).
//
// Nothing here is for users.

#ifndef YIELDC_ITER_READERS_H
#define YIELDC_ITER_READERS_H
#pragma GCC system_header

#include <yieldc/marker.h>

#if YIELDC_HAS_PLUGIN
enum { YIELDC_CHUNK_LENGTH = 32 };

struct yieldc_chunk {
  struct yieldc_chunk *next;
  size_t readers; ///< that have not left it
  size_t count;   ///< of values in it
};

/// What the readers have in common.
struct yieldc_shared {
  struct yieldc_frame *source;
  size_t readers;     ///< that have not ended
  size_t size, align; ///< of a value
};

/// A reader. It lies before its frame.
struct yieldc_reader {
  struct yieldc_shared *shared; ///< null when it has ended
  struct yieldc_chunk *chunk;
  size_t at;          ///< the next in it
  size_t size, align; ///< of a value
};

YIELDC_FN struct yieldc_reader *yieldc_reader_of(struct yieldc_frame *frame) {
  return (struct yieldc_reader *)(void *)frame - 1;
}

YIELDC_FN size_t yieldc_round_up(size_t size, size_t align) {
  return (size + align - 1) / align * align;
}

/// The alignment of memory with such values and with pointers.
YIELDC_FN size_t yieldc_reader_align(size_t align) {
  return align > _Alignof(struct yieldc_reader)
             ? align
             : _Alignof(struct yieldc_reader);
}

/// Where the frame lies in a reader's memory, and how much there is in all.
YIELDC_FN size_t yieldc_reader_offset(size_t align) {
  return yieldc_round_up(sizeof(struct yieldc_reader),
                         yieldc_reader_align(align));
}
YIELDC_FN size_t yieldc_reader_size(size_t size, size_t align) {
  size_t end = YIELDC_SLOT_OFFSET(align) + size;
  size_t least = YIELDC_SLOT_OFFSET(_Alignof(struct yieldc_links)) +
                 sizeof(struct yieldc_links);
  return yieldc_reader_offset(align) + (end > least ? end : least);
}

YIELDC_FN size_t yieldc_chunk_offset(const struct yieldc_shared *shared) {
  return yieldc_round_up(sizeof(struct yieldc_chunk), shared->align);
}

YIELDC_FN size_t yieldc_chunk_size(const struct yieldc_shared *shared) {
  return yieldc_chunk_offset(shared) + YIELDC_CHUNK_LENGTH * shared->size;
}

YIELDC_COLD_FN struct yieldc_chunk *
yieldc_chunk_new(const struct yieldc_shared *shared) {
  struct yieldc_chunk *chunk = (struct yieldc_chunk *)yieldc_allocate(
      yieldc_chunk_size(shared), yieldc_reader_align(shared->align));
  if (!chunk)
    return chunk;
  chunk->next = (struct yieldc_chunk *)0;
  chunk->readers = shared->readers;
  chunk->count = 0;
  return chunk;
}

/// A reader leaves a chunk. Returns the next one, or null.
YIELDC_SLOW_FN struct yieldc_chunk *
yieldc_chunk_leave(const struct yieldc_shared *shared,
                   struct yieldc_chunk *chunk) {
  struct yieldc_chunk *next = chunk->next;
  if (!--chunk->readers)
    yieldc_release(chunk, yieldc_chunk_size(shared),
                   yieldc_reader_align(shared->align));
  return next;
}

/// A reader ends, and with the last one the source.
YIELDC_SLOW_FN void yieldc_reader_end(struct yieldc_reader *reader) {
  struct yieldc_shared *shared = reader->shared;
  if (!shared)
    return;
  while (reader->chunk)
    reader->chunk = yieldc_chunk_leave(shared, reader->chunk);
  reader->shared = (struct yieldc_shared *)0;
  if (--shared->readers)
    return;
  yieldc_close(shared->source);
  yieldc_release(shared, sizeof *shared, _Alignof(struct yieldc_shared));
}

YIELDC_SLOW_FN void yieldc_reader_fail(struct yieldc_frame *frame,
                                       struct yieldc_reader *reader, int code) {
  yieldc_reader_end(reader);
  *yieldc_code(frame) = code;
  frame->status = YIELDC_FINISHED | (code ? YIELDC_THROWN : 0);
}

/// Puts the reader at a value; if there is none, it ends.
YIELDC_SLOW_FN bool yieldc_reader_pull(struct yieldc_frame *frame,
                                       struct yieldc_reader *reader) {
  struct yieldc_shared *shared = reader->shared;
  struct yieldc_chunk *chunk = reader->chunk;
  struct yieldc_frame *from;
  if (reader->at == YIELDC_CHUNK_LENGTH) {
    if (!chunk->next && !(chunk->next = yieldc_chunk_new(shared))) {
      yieldc_reader_fail(frame, reader, ENOMEM);
      return false;
    }
    chunk = reader->chunk = yieldc_chunk_leave(shared, chunk);
    reader->at = 0;
  }
  if (reader->at < chunk->count)
    return true;
  from = yieldc_next(shared->source);
  if (!from) {
    yieldc_reader_fail(frame, reader, yieldc_loop_failure(shared->source));
    return false;
  }
  __builtin_memcpy((char *)chunk + yieldc_chunk_offset(shared) +
                       chunk->count++ * shared->size,
                   yieldc_slot(from, shared->align), shared->size);
  return true;
}

YIELDC_SLOW_FN void yieldc_reader_resume(struct yieldc_frame *frame) {
  struct yieldc_reader *reader = yieldc_reader_of(frame);
  if (yieldc_flags(frame, YIELDC_THROWN | YIELDC_CLOSED)) {
    yieldc_reader_fail(frame, reader,
                       yieldc_flags(frame, YIELDC_THROWN) ? *yieldc_code(frame)
                                                          : 0);
    return;
  }
  frame->status = YIELDC_RUNNING;
  if (reader->at >= reader->chunk->count && !yieldc_reader_pull(frame, reader))
    return;
  __builtin_memcpy(yieldc_slot(frame, reader->align),
                   (char *)reader->chunk + yieldc_chunk_offset(reader->shared) +
                       reader->at++ * reader->size,
                   reader->size);
  frame->status = YIELDC_SUSPENDED;
}

YIELDC_SLOW_FN void yieldc_reader_destroy(struct yieldc_frame *frame) {
  struct yieldc_reader *reader = yieldc_reader_of(frame);
  size_t align = reader->align;
  yieldc_reader_end(reader);
  yieldc_release((char *)frame - yieldc_reader_offset(align),
                 yieldc_reader_size(reader->size, align),
                 yieldc_reader_align(align));
}

YIELDC_COLD_FN struct yieldc_frame *
yieldc_reader_new(struct yieldc_shared *shared, struct yieldc_chunk *chunk) {
  size_t align = shared->align;
  char *memory = (char *)yieldc_allocate(
      yieldc_reader_size(shared->size, align), yieldc_reader_align(align));
  struct yieldc_frame *frame;
  struct yieldc_reader *reader;
  if (!memory)
    return (struct yieldc_frame *)0;
  frame = (struct yieldc_frame *)(void *)(memory + yieldc_reader_offset(align));
  frame->resume = yieldc_reader_resume;
  frame->destroy = yieldc_reader_destroy;
  frame->status = YIELDC_CREATED;
  reader = yieldc_reader_of(frame);
  reader->shared = shared;
  reader->chunk = chunk;
  reader->at = 0;
  reader->size = shared->size;
  reader->align = align;
  return frame;
}

/// One more reader, from where another stands on; null without memory, or for
/// null. Of one that has ended, one that has ended.
YIELDC_COLD_FN struct yieldc_frame *
yieldc_reader_again(struct yieldc_frame *frame) {
  struct yieldc_reader *reader, *made;
  struct yieldc_shared alike = {(struct yieldc_frame *)0, 0, 0, 0};
  struct yieldc_chunk *chunk;
  struct yieldc_frame *again;
  if (!frame)
    return frame;
  reader = yieldc_reader_of(frame);
  alike.size = reader->size;
  alike.align = reader->align;
  again = yieldc_reader_new(&alike, reader->chunk);
  if (!again)
    return again;
  made = yieldc_reader_of(again);
  made->shared = reader->shared;
  made->at = reader->at;
  if (reader->shared) {
    ++reader->shared->readers;
    for (chunk = reader->chunk; chunk; chunk = chunk->next)
      ++chunk->readers;
  } else {
    again->status = frame->status;
    *yieldc_code(again) = *yieldc_code(frame);
  }
  return again;
}

/// Makes `count` readers of `source`, which it takes over. A reader for which
/// there is no memory is null; if there is none at all, all are, and the source
/// is closed.
YIELDC_COLD_FN void yieldc_readers_new(struct yieldc_frame *source,
                                       void *handles, size_t count, size_t size,
                                       size_t align) {
  yieldc_any_handle *readers = (yieldc_any_handle *)handles;
  struct yieldc_chunk *chunk = (struct yieldc_chunk *)0;
  struct yieldc_shared *shared = (struct yieldc_shared *)0;
  size_t i, made = 0;
  if (source && count)
    shared = (struct yieldc_shared *)yieldc_allocate(
        sizeof *shared, _Alignof(struct yieldc_shared));
  if (shared) {
    shared->source = source;
    shared->readers = count;
    shared->size = size;
    shared->align = align;
    chunk = yieldc_chunk_new(shared);
  }
  for (i = 0; i < count; ++i) {
    readers[i] =
        chunk ? yieldc_reader_new(shared, chunk) : (struct yieldc_frame *)0;
    made += readers[i] != (struct yieldc_frame *)0;
  }
  if (made) {
    shared->readers = chunk->readers = made;
    return;
  }
  if (chunk)
    yieldc_release(chunk, yieldc_chunk_size(shared),
                   yieldc_reader_align(align));
  if (shared)
    yieldc_release(shared, sizeof *shared, _Alignof(struct yieldc_shared));
  yieldc_close(source);
}
#else
extern void yieldc_readers_new(struct yieldc_frame *source, void *handles,
                               size_t count, size_t size, size_t align);
extern struct yieldc_frame *yieldc_reader_again(struct yieldc_frame *frame);
#endif

#endif // YIELDC_ITER_READERS_H
