// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the plugin calls from the body of a generator function. `self` is always
// the generator's own frame. docs/abi.md shows the rewriting that uses these.

#ifndef YIELDC_BODY_H
#define YIELDC_BODY_H
#pragma GCC system_header

#include <yieldc/consume.h>
#include <yieldc/storage.h>

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

YIELDC_FN bool yieldc_local_resume(struct yieldc_frame *frame) {
  yieldc_resume(frame);
  return frame->status == YIELDC_SUSPENDED;
}

YIELDC_FN bool yieldc_local_next(struct yieldc_frame *frame) {
  return yieldc_unfinished(frame) && yieldc_local_resume(frame);
}

YIELDC_FN bool yieldc_local_send(struct yieldc_frame *frame, const void *value,
                                 size_t size, size_t align) {
  if (!yieldc_unfinished(frame))
    return false;
  if (yieldc_state(frame) == YIELDC_CREATED) {
    yieldc_refuse(frame, EINVAL);
    return false;
  }
  yieldc_copy(yieldc_slot(frame, align), value, size, align);
  frame->status = YIELDC_RUNNING | YIELDC_SENT;
  return yieldc_local_resume(frame);
}

YIELDC_FN bool yieldc_local_throw(struct yieldc_frame *frame, int code) {
  if (!code) {
    yieldc_refuse(frame, EINVAL);
    return false;
  }
  if (!yieldc_unfinished(frame))
    return false;
  *yieldc_code(frame) = code;
  frame->status = YIELDC_RUNNING | YIELDC_THROWN;
  return yieldc_local_resume(frame);
}

/// The same for yieldc_loop_failure.
YIELDC_FN int yieldc_local_failure(struct yieldc_frame *frame) {
  return yieldc_has_failed(frame) ? *yieldc_code(frame) : 0;
}

YIELDC_FN void yieldc_local_close(struct yieldc_frame *frame) {
  if (yieldc_state(frame) == YIELDC_FINISHED)
    return;
  frame->status = YIELDC_RUNNING | YIELDC_CLOSED;
  yieldc_resume(frame);
}

// ---- Markers ---------------------------------------------------------------
// Never defined: the pass replaces the calls. One that is left over, where the
// pass did not run, is an undefined symbol.

struct yieldc_support;

/// The frame is made, and the call of the generator function ends; what follows
/// runs at the first resume. `slot_end` is the size of the frame's public part,
/// `align` what the slot needs. Then come the addresses of `handles` parameters
/// that are generators, and of each that its caller may pass in memory of its
/// own (a record, a complex number), followed by its size and its alignment.
extern void yieldc_begin(size_t slot_end, size_t align,
                         const struct yieldc_support *(*support)(void),
                         size_t handles, ...) __attribute__((nothrow));

/// Returns to the consumer until the next resume.
extern void yieldc_suspend(void) __attribute__((nothrow));

extern struct yieldc_frame *yieldc_self(void) __attribute__((nothrow));

// ---- Around a suspension ---------------------------------------------------

/// Before yieldc_suspend: the slot holds a value (or, for `void`, nothing).
YIELDC_FN void yieldc_pause(struct yieldc_frame *self) {
  self->status &= YIELDC_REFUSED;
}

/// The same in a stream: resumes whoever awaits the value.
YIELDC_FN void yieldc_emit(struct yieldc_frame *self) {
  self->status = YIELDC_YIELDED;
}

/// When the body goes on, or begins: from now on others are refused. Of the
/// flags it keeps those in `keep`. (The pass removes this and yieldc_pause
/// where nobody could notice.)
YIELDC_FN void yieldc_enter(struct yieldc_frame *self, unsigned char keep) {
  self->status = YIELDC_RUNNING | (self->status & keep);
}

/// After it: true if the body is to return now, and whenever it has failed.
YIELDC_FN bool yieldc_interrupted(struct yieldc_frame *self) {
  return __builtin_expect(
      yieldc_flags(self, YIELDC_THROWN | YIELDC_CLOSED) != 0, 0);
}

/// The same under gen_catch, ...
YIELDC_FN bool yieldc_closed(struct yieldc_frame *self) {
  return __builtin_expect(yieldc_flags(self, YIELDC_CLOSED) != 0, 0);
}

/// ... and then: a thrown code goes to `*error`, or 0.
YIELDC_FN void yieldc_caught(struct yieldc_frame *self, int *error) {
  *error = 0;
  if (yieldc_flags(self, YIELDC_THROWN)) {
    *error = *yieldc_code(self);
    self->status = YIELDC_RUNNING;
  }
}

/// Where what was sent lies; zero if nothing was.
YIELDC_FN void *yieldc_received(struct yieldc_frame *self, size_t size,
                                size_t align) {
  void *slot = yieldc_slot(self, align);
  if (!yieldc_flags(self, YIELDC_SENT))
    __builtin_memset(slot, 0, size);
  return slot;
}

/// Delegating to `inner`: true if yieldc_suspend is to follow, and then this
/// again (`again`). Whoever resumes self then resumes `inner` in its place, and
/// self only when that one has ended. (The sizes are for yieldc_relay.)
YIELDC_FN bool yieldc_delegate(struct yieldc_frame *self,
                               struct yieldc_frame *inner, bool again,
                               size_t size, size_t align, size_t sent_size,
                               size_t sent_align) {
  (void)size, (void)align, (void)sent_size, (void)sent_align;
  if (again || !inner || yieldc_is_running(inner) ||
      yieldc_state(inner) == YIELDC_FINISHED)
    return false;
  yieldc_links(self)->leaf = inner;
  self->status = YIELDC_DELEGATING;
  return true;
}

/// What the pass puts in its place where `inner` can be fused into self, or
/// self into its consumer: the values and all else are passed on, as by a loop.
YIELDC_FN bool yieldc_relay(struct yieldc_frame *self,
                            struct yieldc_frame *inner, bool again, size_t size,
                            size_t align, size_t sent_size, size_t sent_align) {
  struct yieldc_frame *from;
  unsigned char how =
      again ? self->status & (YIELDC_SENT | YIELDC_THROWN | YIELDC_CLOSED) : 0;
  if (how & YIELDC_CLOSED) // which closes inner
    return false;
  self->status = YIELDC_RUNNING;
  if (how & YIELDC_THROWN)
    from = yieldc_throw(inner, *yieldc_code(self));
  else if (how & YIELDC_SENT)
    from = yieldc_send(inner, yieldc_slot(self, sent_align), sent_size,
                       sent_align);
  else
    from = yieldc_next(inner);
  if (!from)
    return false;
  yieldc_copy(yieldc_slot(self, align), yieldc_slot(from, align), size, align);
  yieldc_pause(self);
  return true;
}

/// After it: takes over the failure of `inner`, if it has failed, is missing,
/// or was running already.
YIELDC_FN void yieldc_delegated(struct yieldc_frame *self,
                                struct yieldc_frame *inner) {
  int code = yieldc_loop_failure(inner);
  if (code)
    yieldc_fail(self, code);
}

/// Copies the result of `inner` to `out`, or a zero if there is none.
YIELDC_FN void *yieldc_delegated_result(struct yieldc_frame *inner, void *out,
                                        size_t size, size_t align) {
  if (!yieldc_result_into(inner, out, size, align))
    __builtin_memset(out, 0, size);
  return out;
}

/// After the result was put into the slot.
YIELDC_FN void yieldc_returned(struct yieldc_frame *self) {
  self->status = YIELDC_RUNNING | YIELDC_VALUE;
}

/// The plugin's form of yieldc_loop_unhandled: true if self is to fail as well.
YIELDC_FN bool yieldc_loop_failed(struct yieldc_frame *self,
                                  struct yieldc_frame *source) {
  int code = yieldc_loop_failure(source);
  if (code)
    yieldc_fail(self, code);
  return code != 0;
}

// ---- For the pass -----------------------------------------------------------

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
  int (*local_failure)(struct yieldc_frame *frame);
  bool (*relay)(struct yieldc_frame *self, struct yieldc_frame *inner,
                bool again, size_t size, size_t align, size_t sent_size,
                size_t sent_align);
  void *(*fit)(void *buffer, size_t room, size_t size, size_t align);
};
static const struct yieldc_support yieldc_support __attribute__((unused)) = {
    yieldc_allocate,      yieldc_release,     yieldc_close,
    yieldc_vla_push,      yieldc_vla_pop,     yieldc_local_next,
    yieldc_local_send,    yieldc_local_throw, yieldc_local_close,
    yieldc_local_failure, yieldc_relay,       yieldc_fit};

/// Keeps the table where a body refers to it, also that of an inline function,
/// which may refer to no static data. (The pass finds the table by its name.)
YIELDC_FN const struct yieldc_support *yieldc_support_table(void) {
  return &yieldc_support;
}

#endif // YIELDC_BODY_H
