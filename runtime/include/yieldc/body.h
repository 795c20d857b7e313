// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the plugin calls from the body of a generator function. `self` is always
// the generator's own frame. docs/abi.md shows the rewriting that uses these.

#ifndef YIELDC_BODY_H
#define YIELDC_BODY_H
#pragma GCC system_header

#include <yieldc/frame.h>

// ---- Storage ---------------------------------------------------------------

/// What malloc guarantees, on every tested target.
#define YIELDC_MALLOC_ALIGN (2 * sizeof(void *))

YIELDC_FN void *yieldc_allocate(size_t size, size_t align) {
#if defined __STDC_HOSTED__ && __STDC_HOSTED__
  if (align <= YIELDC_MALLOC_ALIGN)
    return __builtin_malloc(size);
  return aligned_alloc(align, (size + align - 1) / align * align);
#else
  (void)size, (void)align;
  return (void *)0;
#endif
}

YIELDC_FN void yieldc_release(void *memory, size_t size, size_t align) {
  (void)size, (void)align;
#if defined __STDC_HOSTED__ && __STDC_HOSTED__
  __builtin_free(memory);
#else
  (void)memory;
#endif
}

/// Makes the body fail with `code` at its next test of yieldc_interrupted.
YIELDC_FN void yieldc_fail(struct yieldc_frame *self, int code) {
  *yieldc_code(self) = code ? code : EINVAL;
  self->status = YIELDC_RUNNING | YIELDC_THROWN;
}

/// A variable-length array of a generator: the array follows this, aligned.
struct yieldc_vla {
  struct yieldc_vla *previous;
  size_t size, align; ///< of the whole block
};

/// Makes an array of `size` bytes and enters it into the list at `*top`. If
/// there is no memory, the body fails with ENOMEM, and the result is null.
YIELDC_COLD_FN void *yieldc_vla_push(struct yieldc_frame *self,
                                     struct yieldc_vla **top, size_t size,
                                     size_t align) {
  size_t head, total;
  struct yieldc_vla *block;
  if (align < YIELDC_MALLOC_ALIGN)
    align = YIELDC_MALLOC_ALIGN;
  head = (sizeof(struct yieldc_vla) + align - 1) / align * align;
  block = (struct yieldc_vla *)0;
  if (!__builtin_add_overflow(head, size, &total))
    block = (struct yieldc_vla *)yieldc_allocate(total, align);
  if (!block) {
    yieldc_fail(self, ENOMEM);
    return (void *)0;
  }
  block->previous = *top;
  block->size = total;
  block->align = align;
  *top = block;
  return (char *)block + head;
}

/// Frees the arrays made since `mark` was the top of the list.
YIELDC_COLD_FN void yieldc_vla_pop(struct yieldc_vla **top,
                                   struct yieldc_vla *mark) {
  while (*top != mark) {
    struct yieldc_vla *block = *top;
    *top = block->previous;
    yieldc_release(block, block->size, block->align);
  }
}

// ---- Local generators -------------------------------------------------------
// What the pass puts in place of yieldc_next, yieldc_send, yieldc_throw and
// yieldc_close where it has proven that a generator is used by one function
// only, which holds its frame: no null, nobody to refuse while it runs. It does
// not delegate either. Those that return a frame or null return here whether
// there is one.

YIELDC_FN bool yieldc_local_resume(struct yieldc_frame *frame,
                                   unsigned char how) {
  frame->status = how;
  frame->refused = 0;
  yieldc_resume(frame);
  return frame->status == YIELDC_SUSPENDED;
}

YIELDC_FN bool yieldc_local_next(struct yieldc_frame *frame) {
  if (yieldc_state(frame) == YIELDC_FINISHED) {
    frame->refused = 0;
    return false;
  }
  return yieldc_local_resume(frame, YIELDC_RUNNING);
}

YIELDC_FN bool yieldc_local_send(struct yieldc_frame *frame, const void *value,
                                 size_t size, size_t align) {
  if (frame->status != YIELDC_SUSPENDED) {
    frame->refused = yieldc_state(frame) == YIELDC_CREATED ? EINVAL : 0;
    return false;
  }
  yieldc_copy(yieldc_slot(frame, align), value, size, align);
  return yieldc_local_resume(frame, YIELDC_RUNNING | YIELDC_SENT);
}

YIELDC_FN bool yieldc_local_throw(struct yieldc_frame *frame, int code) {
  if (!code || yieldc_state(frame) == YIELDC_FINISHED) {
    frame->refused = code ? 0 : EINVAL;
    return false;
  }
  *yieldc_code(frame) = code;
  return yieldc_local_resume(frame, YIELDC_RUNNING | YIELDC_THROWN);
}

YIELDC_FN void yieldc_local_close(struct yieldc_frame *frame) {
  if (yieldc_state(frame) != YIELDC_FINISHED)
    yieldc_local_resume(frame, YIELDC_RUNNING | YIELDC_CLOSED);
}

/// The functions that the pass calls; in this order.
struct yieldc_support {
  void *(*allocate)(size_t size, size_t align);
  void (*release)(void *memory, size_t size, size_t align);
  void (*close)(struct yieldc_frame *frame);
  void *(*vla_push)(struct yieldc_frame *self, struct yieldc_vla **top,
                    size_t size, size_t align);
  void (*vla_pop)(struct yieldc_vla **top, struct yieldc_vla *mark);
  bool (*local_next)(struct yieldc_frame *frame);
  bool (*local_send)(struct yieldc_frame *frame, const void *value, size_t size,
                     size_t align);
  bool (*local_throw)(struct yieldc_frame *frame, int code);
  void (*local_close)(struct yieldc_frame *frame);
};
static const struct yieldc_support yieldc_support __attribute__((unused)) = {
    yieldc_allocate,   yieldc_release,     yieldc_close,
    yieldc_vla_push,   yieldc_vla_pop,     yieldc_local_next,
    yieldc_local_send, yieldc_local_throw, yieldc_local_close};

/// Keeps the table where a body refers to it, also that of an inline function,
/// which may refer to no static data. (The pass finds the table by its name.)
YIELDC_FN const struct yieldc_support *yieldc_support_table(void) {
  return &yieldc_support;
}

// ---- Markers ---------------------------------------------------------------
// Never defined: the pass replaces the calls. One that is left over, where the
// pass did not run, is an undefined symbol.

/// The frame is made, and the call of the generator function ends; what follows
/// runs at the first resume. `slot_end` is the size of the frame's public part,
/// `align` what the slot needs. Then come the addresses of `handles` parameters
/// that are generators, and of each record parameter, followed by its size.
extern void yieldc_begin(size_t slot_end, size_t align,
                         const struct yieldc_support *(*support)(void),
                         size_t handles, ...) __attribute__((nothrow));

/// Returns to the consumer until the next resume.
extern void yieldc_suspend(void) __attribute__((nothrow));

extern struct yieldc_frame *yieldc_self(void) __attribute__((nothrow));

// ---- Around a suspension ---------------------------------------------------

/// Before yieldc_suspend: the slot holds a value (or, for `void`, nothing).
YIELDC_FN void yieldc_pause(struct yieldc_frame *self) {
  self->status = YIELDC_SUSPENDED;
}

/// After it: true if the body is to return now, and whenever it has failed.
YIELDC_FN bool yieldc_interrupted(struct yieldc_frame *self) {
  return (self->status & (YIELDC_THROWN | YIELDC_CLOSED)) != 0;
}

/// The same under gen_catch: a thrown code goes to `*error` instead.
YIELDC_FN bool yieldc_uncaught(struct yieldc_frame *self, int *error) {
  *error = 0;
  if (self->status & YIELDC_THROWN) {
    *error = *yieldc_code(self);
    self->status = YIELDC_RUNNING;
  }
  return (self->status & YIELDC_CLOSED) != 0;
}

/// Where what was sent lies; zero if nothing was.
YIELDC_FN void *yieldc_received(struct yieldc_frame *self, size_t size,
                                size_t align) {
  void *slot = yieldc_slot(self, align);
  if (!(self->status & YIELDC_SENT))
    __builtin_memset(slot, 0, size);
  return slot;
}

/// What the handle variable at `handle` holds.
YIELDC_FN struct yieldc_frame *yieldc_frame_in(const void *handle) {
  struct yieldc_frame *frame;
  __builtin_memcpy(&frame, handle, sizeof frame);
  return frame;
}

/// Before delegating to `inner`: true if it can be resumed in self's place, and
/// yieldc_suspend is to follow.
YIELDC_FN bool yieldc_delegate(struct yieldc_frame *self,
                               struct yieldc_frame *inner) {
  if (!inner || yieldc_state(inner) == YIELDC_RUNNING ||
      yieldc_state(inner) == YIELDC_FINISHED)
    return false;
  yieldc_links(self)->leaf = inner;
  self->status = YIELDC_DELEGATING;
  return true;
}

/// After it: takes over the failure of `inner`, if it has failed, is missing,
/// or was running already.
YIELDC_FN void yieldc_delegated(struct yieldc_frame *self,
                                struct yieldc_frame *inner) {
  int code = yieldc_failure(inner);
  if (inner && yieldc_state(inner) == YIELDC_RUNNING)
    code = EBUSY;
  if (code)
    yieldc_fail(self, code);
}

/// Where the result of `inner` lies; a zero in its place if there is none (in
/// `scratch`, if there is no `inner` either).
YIELDC_FN void *yieldc_delegated_result(struct yieldc_frame *inner,
                                        void *scratch, size_t size,
                                        size_t align) {
  void *slot = inner ? yieldc_slot(inner, align) : scratch;
  if (!inner || (inner->status & (YIELDC_STATE | YIELDC_VALUE)) !=
                    (YIELDC_FINISHED | YIELDC_VALUE))
    __builtin_memset(slot, 0, size);
  return slot;
}

/// After the result was put into the slot.
YIELDC_FN void yieldc_returned(struct yieldc_frame *self) {
  self->status = YIELDC_RUNNING | YIELDC_VALUE;
}

/// The plugin's form of yieldc_loop_unhandled: true if self is to fail as well.
YIELDC_FN bool yieldc_loop_failed(struct yieldc_frame *self,
                                  struct yieldc_loop *loop) {
  int code = yieldc_loop_failure(loop);
  if (code)
    yieldc_fail(self, code);
  return code != 0;
}

#endif // YIELDC_BODY_H
