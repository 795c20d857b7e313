// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values that are sent together. Of a fixed size, they lie one behind the
// other; those of mpi_bytes each have their size before them, and begin at a
// multiple of YIELDC_RECORD_ALIGN.
//
// Nothing here is for users.

#ifndef YIELDC_MPI_BATCH_H
#define YIELDC_MPI_BATCH_H
#pragma GCC system_header

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <yieldc/iter.h>

/// Bytes, of which it is what they are that is sent, not where they lie.
struct mpi_bytes {
  const void *data;
  size_t size;
};

#if YIELDC_HAS_PLUGIN
enum {
  YIELDC_BATCH = 1 << 16, ///< bytes, and as many more as the last value needs
  YIELDC_BATCH_ROOM = YIELDC_BATCH + (1 << 12), ///< enough for most of these
  YIELDC_RECORD_ALIGN = 16
};

/// The values lie behind it.
struct yieldc_batch {
  struct yieldc_batch *next;
  size_t size, room; ///< in bytes
  size_t at;         ///< of the next value to be taken
  int from;          ///< the rank that it has come from
};

YIELDC_FN char *yieldc_batch_data(struct yieldc_batch *batch) {
  return (char *)batch + (sizeof *batch + YIELDC_RECORD_ALIGN - 1) /
                             YIELDC_RECORD_ALIGN * YIELDC_RECORD_ALIGN;
}

/// What one with so much room takes.
YIELDC_FN size_t yieldc_batch_memory(size_t room) {
  return sizeof(struct yieldc_batch) + YIELDC_RECORD_ALIGN + room;
}

YIELDC_SLOW_FN void yieldc_batch_free(struct yieldc_batch *batch) {
  if (batch)
    yieldc_release(batch, yieldc_batch_memory(batch->room),
                   YIELDC_RECORD_ALIGN);
}

/// An empty one for so many bytes, if possible of the spare ones; null without
/// memory.
YIELDC_SLOW_FN struct yieldc_batch *
yieldc_batch_new(struct yieldc_batch **spare, size_t room) {
  struct yieldc_batch *batch = *spare;
  if (batch && batch->room >= room) {
    *spare = batch->next;
  } else {
    if (room < YIELDC_BATCH_ROOM)
      room = YIELDC_BATCH_ROOM;
    batch = (struct yieldc_batch *)yieldc_allocate(yieldc_batch_memory(room),
                                                   YIELDC_RECORD_ALIGN);
    if (!batch)
      return batch;
    batch->room = room;
  }
  batch->next = (struct yieldc_batch *)0;
  batch->size = batch->at = 0;
  return batch;
}

/// One that is not needed any more. Larger ones than usual are not kept.
YIELDC_SLOW_FN void yieldc_batch_spare(struct yieldc_batch **spare,
                                       struct yieldc_batch *batch) {
  if (batch->room > YIELDC_BATCH_ROOM) {
    yieldc_batch_free(batch);
    return;
  }
  batch->next = *spare;
  *spare = batch;
}

/// What a record of mpi_bytes takes.
YIELDC_FN size_t yieldc_record_size(size_t size) {
  return (YIELDC_RECORD_ALIGN + size + YIELDC_RECORD_ALIGN - 1) /
         YIELDC_RECORD_ALIGN * YIELDC_RECORD_ALIGN;
}

/// Adds a value of so many bytes, or mpi_bytes for 0, to *batch, which may be
/// null. 0, ENOMEM, or EMSGSIZE for what no message of MPI can hold.
YIELDC_SLOW_FN int yieldc_batch_put(struct yieldc_batch **batch,
                                    struct yieldc_batch **spare,
                                    const void *value, size_t item) {
  struct mpi_bytes bytes = {value, item};
  struct yieldc_batch *larger;
  size_t size = item, before = *batch ? (*batch)->size : 0;
  char *at;
  if (!item) {
    memcpy(&bytes, value, sizeof bytes);
    if (bytes.size <= INT_MAX / 2)
      size = yieldc_record_size(bytes.size);
  }
  if (bytes.size > INT_MAX / 2)
    return EMSGSIZE;
  if (!*batch || (*batch)->room - before < size) {
    larger = yieldc_batch_new(spare, before + size);
    if (!larger)
      return ENOMEM;
    if (*batch) {
      memcpy(yieldc_batch_data(larger), yieldc_batch_data(*batch), before);
      larger->size = before;
      yieldc_batch_spare(spare, *batch);
    }
    *batch = larger;
  }
  at = yieldc_batch_data(*batch) + before;
  if (!item) {
    memcpy(at, &bytes.size, sizeof bytes.size);
    at += YIELDC_RECORD_ALIGN;
  }
  if (bytes.size)
    memcpy(at, bytes.data, bytes.size);
  (*batch)->size += size;
  return 0;
}

/// Whether it should be sent before another value comes.
YIELDC_FN bool yieldc_batch_is_full(const struct yieldc_batch *batch,
                                    size_t item) {
  return batch->size + (item ? item : 1) > YIELDC_BATCH;
}

/// Takes the next value. The bytes of mpi_bytes stay in the batch.
YIELDC_SLOW_FN void yieldc_batch_take(struct yieldc_batch *batch, void *value,
                                      size_t item) {
  char *at = yieldc_batch_data(batch) + batch->at;
  struct mpi_bytes bytes = {at + YIELDC_RECORD_ALIGN, 0};
  if (item) {
    memcpy(value, at, item);
    batch->at += item;
    return;
  }
  memcpy(&bytes.size, at, sizeof bytes.size);
  memcpy(value, &bytes, sizeof bytes);
  batch->at += yieldc_record_size(bytes.size);
}
#endif

#endif // YIELDC_MPI_BATCH_H
