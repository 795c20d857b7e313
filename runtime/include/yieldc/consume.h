// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Consuming a generator, in terms of its frame: resuming, sending, throwing,
// closing, and the loop of `foreach`. Works without plugin and pass.
//
// The fast path of a resume is inline: a comparison of the status before and
// one after. A chain of delegations costs one more function for each value, at
// any depth: the root knows the innermost generator, which is resumed itself.
//
// Nothing here is for users; the names they write are in <yieldc.h>.

#ifndef YIELDC_CONSUME_H
#define YIELDC_CONSUME_H
#pragma GCC system_header

#include <yieldc/frame.h>

#if defined __STDC_HOSTED__ && __STDC_HOSTED__
#include <stdio.h>
#include <stdlib.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Notes why a call was refused, until the next one that is accepted.
YIELDC_FN void yieldc_refuse(struct yieldc_frame *frame, unsigned char why) {
  frame->refused = why;
  frame->status |= YIELDC_REFUSED;
}

/// Forgets why the last call was refused. True if there is something to resume.
YIELDC_FN bool yieldc_unfinished(struct yieldc_frame *frame) {
  frame->status &= ~YIELDC_REFUSED & 0xff;
  return yieldc_state(frame) != YIELDC_FINISHED;
}

/// True if `frame` can be resumed; if not, notes why.
YIELDC_FN bool yieldc_accept(struct yieldc_frame *frame) {
  if (!frame)
    return false;
  if (yieldc_is_running(frame)) {
    yieldc_refuse(frame, EBUSY);
    return false;
  }
  return yieldc_unfinished(frame);
}

/// `from`, the innermost generator under `root`, has begun to delegate: enters
/// whom it delegates to into root's chain and returns who is innermost now.
/// (That one may itself have been at a `yield from`, and bring a chain of its
/// own.)
YIELDC_FN struct yieldc_frame *yieldc_descend(struct yieldc_frame *root,
                                              struct yieldc_frame *from) {
  struct yieldc_frame *inner = yieldc_links(from)->leaf;
  struct yieldc_frame *leaf = inner, *outer = from;
  if (from != root) {
    yieldc_links(from)->outer = yieldc_links(root)->outer;
    from->status = YIELDC_RUNNING;
  }
  if (yieldc_state(inner) == YIELDC_DELEGATING) {
    leaf = yieldc_links(inner)->leaf;
    outer = yieldc_links(inner)->outer;
    yieldc_links(inner)->outer = from;
    inner->status = YIELDC_RUNNING;
  }
  yieldc_links(root)->leaf = leaf;
  yieldc_links(root)->outer = outer;
  return leaf;
}

/// `frame`, the innermost generator under `root`, has come back from being
/// resumed with `how`: a flag, or 0 for the next value. Goes on from one
/// generator to the next until one of them yields. Returns that one, or null
/// when `root` has finished.
YIELDC_SLOW_FN struct yieldc_frame *yieldc_settle(struct yieldc_frame *root,
                                                  struct yieldc_frame *frame,
                                                  unsigned char how) {
  for (;;) {
    unsigned state = yieldc_state(frame);
    if (state == YIELDC_SUSPENDED)
      return frame;
    if (state == YIELDC_DELEGATING) {
      frame = yieldc_descend(root, frame);
    } else if (frame == root) {
      return (struct yieldc_frame *)0;
    } else { // finished, or yielded: who delegated to it goes on
      frame = yieldc_links(root)->outer;
      if (frame == root) {
        root->status = YIELDC_RUNNING | (root->status & YIELDC_REFUSED);
      } else {
        yieldc_links(root)->leaf = frame;
        yieldc_links(root)->outer = yieldc_links(frame)->outer;
      }
      frame->status |= how & YIELDC_CLOSED;
    }
    yieldc_resume(frame);
  }
}

/// Resumes `root`, which yieldc_accept has accepted, with `how` at the
/// innermost generator.
YIELDC_SLOW_FN struct yieldc_frame *yieldc_drive(struct yieldc_frame *root,
                                                 unsigned char how) {
  struct yieldc_frame *frame = root;
  YIELDC_ABI_MARK();
  if (yieldc_state(root) == YIELDC_DELEGATING)
    frame = yieldc_links(root)->leaf;
  if (how)
    frame->status = YIELDC_RUNNING | how;
  yieldc_resume(frame);
  return yieldc_settle(root, frame, how);
}

YIELDC_SLOW_FN struct yieldc_frame *yieldc_next_slow(struct yieldc_frame *f) {
  if (YIELDC_LIKELY(f->status == YIELDC_DELEGATING)) {
    struct yieldc_frame *leaf = yieldc_links(f)->leaf;
    if (YIELDC_LIKELY(leaf->status <= YIELDC_CREATED)) {
      yieldc_resume(leaf);
      return yieldc_settle(f, leaf, 0);
    }
  }
  return yieldc_accept(f) ? yieldc_drive(f, 0) : (struct yieldc_frame *)0;
}

/// What is left to do after `frame` was resumed.
YIELDC_FN struct yieldc_frame *yieldc_resumed(struct yieldc_frame *frame,
                                              unsigned char how) {
  if (YIELDC_LIKELY(frame->status == YIELDC_SUSPENDED))
    return frame;
  if (YIELDC_LIKELY(yieldc_state(frame) == YIELDC_FINISHED))
    return (struct yieldc_frame *)0;
  return yieldc_settle(frame, frame, how);
}

/// Resumes to the next value. Returns the frame in whose slot it lies, or null.
YIELDC_FN struct yieldc_frame *yieldc_next(struct yieldc_frame *frame) {
  if (!frame)
    return frame;
  if (YIELDC_LIKELY(frame->status <= YIELDC_CREATED)) {
    yieldc_resume(frame);
    return yieldc_resumed(frame, 0);
  }
  return yieldc_next_slow(frame);
}

YIELDC_FN bool yieldc_next_only(struct yieldc_frame *frame) {
  return yieldc_next(frame) != (struct yieldc_frame *)0;
}

YIELDC_FN bool yieldc_next_into(struct yieldc_frame *frame, void *out,
                                size_t size, size_t align) {
  struct yieldc_frame *from = yieldc_next(frame);
  if (!from)
    return false;
  yieldc_copy(out, yieldc_slot(from, align), size, align);
  return true;
}

/// Who receives what is sent to `frame`; null, with the reason noted, if
/// nobody.
YIELDC_SLOW_FN struct yieldc_frame *
yieldc_receiver_slow(struct yieldc_frame *frame) {
  if (!yieldc_accept(frame))
    return (struct yieldc_frame *)0;
  switch (yieldc_state(frame)) {
  case YIELDC_CREATED:
    yieldc_refuse(frame, EINVAL);
    return (struct yieldc_frame *)0;
  case YIELDC_DELEGATING:
    return yieldc_links(frame)->leaf;
  default:
    return frame;
  }
}

YIELDC_FN struct yieldc_frame *yieldc_send(struct yieldc_frame *frame,
                                           const void *value, size_t size,
                                           size_t align) {
  struct yieldc_frame *to;
  if (YIELDC_LIKELY(frame && frame->status == YIELDC_SUSPENDED)) {
    yieldc_copy(yieldc_slot(frame, align), value, size, align);
    frame->status = YIELDC_RUNNING | YIELDC_SENT;
    yieldc_resume(frame);
    return yieldc_resumed(frame, YIELDC_SENT);
  }
  to = yieldc_receiver_slow(frame);
  if (!to)
    return (struct yieldc_frame *)0;
  yieldc_copy(yieldc_slot(to, align), value, size, align);
  return yieldc_drive(frame, YIELDC_SENT);
}

YIELDC_FN bool yieldc_send_only(struct yieldc_frame *frame, const void *value,
                                size_t size, size_t align) {
  return yieldc_send(frame, value, size, align) != (struct yieldc_frame *)0;
}

YIELDC_FN bool yieldc_send_into(struct yieldc_frame *frame, const void *value,
                                size_t size, size_t align, void *out,
                                size_t out_size, size_t out_align) {
  struct yieldc_frame *from = yieldc_send(frame, value, size, align);
  if (!from)
    return false;
  yieldc_copy(out, yieldc_slot(from, out_align), out_size, out_align);
  return true;
}

YIELDC_SLOW_FN struct yieldc_frame *yieldc_throw(struct yieldc_frame *frame,
                                                 int code) {
  struct yieldc_frame *to = frame;
  if (!frame)
    return (struct yieldc_frame *)0;
  if (!code && !yieldc_is_running(frame)) {
    yieldc_refuse(frame, EINVAL);
    return (struct yieldc_frame *)0;
  }
  if (!yieldc_accept(frame))
    return (struct yieldc_frame *)0;
  if (yieldc_state(frame) == YIELDC_DELEGATING)
    to = yieldc_links(frame)->leaf;
  *yieldc_code(to) = code;
  return yieldc_drive(frame, YIELDC_THROWN);
}

YIELDC_FN bool yieldc_throw_only(struct yieldc_frame *frame, int code) {
  return yieldc_throw(frame, code) != (struct yieldc_frame *)0;
}

YIELDC_FN bool yieldc_throw_into(struct yieldc_frame *frame, int code,
                                 void *out, size_t size, size_t align) {
  struct yieldc_frame *from = yieldc_throw(frame, code);
  if (!from)
    return false;
  yieldc_copy(out, yieldc_slot(from, align), size, align);
  return true;
}

/// A generator that is running is not closed; one that delegates is unwound
/// from the innermost generator on.
YIELDC_SLOW_FN void yieldc_close_slow(struct yieldc_frame *frame) {
  if (yieldc_accept(frame)) {
    yieldc_drive(frame, YIELDC_CLOSED);
    yieldc_destroy(frame);
  }
}

YIELDC_FN void yieldc_close(struct yieldc_frame *frame) {
  if (!frame)
    return;
  if (YIELDC_LIKELY(!(frame->status & YIELDC_RUNNING)))
    yieldc_destroy(frame);
  else // running or delegating
    yieldc_close_slow(frame);
}

YIELDC_FN int yieldc_error(struct yieldc_frame *frame) {
  if (frame && (frame->status & YIELDC_REFUSED))
    return frame->refused;
  return yieldc_failure(frame);
}

YIELDC_FN bool yieldc_result_into(struct yieldc_frame *frame, void *out,
                                  size_t size, size_t align) {
  if (!frame || !yieldc_has_result(frame))
    return false;
  yieldc_copy(out, yieldc_slot(frame, align), size, align);
  return true;
}

/// What a variable that holds a handle, of whatever generator, is read as.
typedef struct yieldc_frame *yieldc_any_handle __attribute__((may_alias));

/// What the handle variable at `handle` holds.
YIELDC_FN struct yieldc_frame *yieldc_frame_in(const void *handle) {
  return *(const yieldc_any_handle *)handle;
}

/// The same, and leaves null in it.
YIELDC_FN struct yieldc_frame *yieldc_moved(void *handle) {
  struct yieldc_frame *frame = yieldc_frame_in(handle);
  *(yieldc_any_handle *)handle = (struct yieldc_frame *)0;
  return frame;
}

/// For `__attribute__((cleanup))` of a handle variable.
YIELDC_FN void yieldc_close_variable(const void *handle) {
  yieldc_close(yieldc_frame_in(handle));
}

// ---- foreach ---------------------------------------------------------------

/// A source of values that is being taken over.
YIELDC_FN struct yieldc_frame *yieldc_source(struct yieldc_frame *frame) {
  return frame;
}

/// What a loop's variable for "over" becomes; see yieldc_foreach.
#define YIELDC_OVER ((struct yieldc_frame *)sizeof(char))

/// Why the source of a loop has ended: 0 if it returned, or if the loop was
/// left early. A source that could not be resumed at all (running) counts as
/// failed.
YIELDC_FN int yieldc_loop_failure(struct yieldc_frame *source) {
  if (source && yieldc_is_running(source))
    return EBUSY;
  return yieldc_failure(source);
}

/// Before the loop.
YIELDC_FN int *yieldc_loop_clear(int *error) {
  *error = 0;
  return error;
}

YIELDC_FN void yieldc_loop_report(struct yieldc_frame *source, int *error) {
  *error = yieldc_loop_failure(source);
}

/// A program's own handler for failures that no `foreach` asked about: defined
/// by the program, or null.
__attribute__((weak)) extern void gen_unhandled(int code, const char *file,
                                                int line);

YIELDC_COLD_FN void yieldc_unhandled(int code, const char *file, int line) {
  if (gen_unhandled) {
    gen_unhandled(code, file, line);
    return;
  }
#if defined __STDC_HOSTED__ && __STDC_HOSTED__
  fprintf(stderr,
          "%s:%d: a generator failed with code %d%s, and this foreach has no "
          "third argument to tell the program\n",
          file, line, code, code == ENOMEM ? " (ENOMEM)" : "");
  abort();
#else
  __builtin_trap();
#endif
}

/// (In a generator body the plugin puts a failure of that generator in its
/// place.)
YIELDC_FN void yieldc_loop_unhandled(struct yieldc_frame *source,
                                     const char *file, int line) {
  int code = yieldc_loop_failure(source);
  if (code)
    yieldc_unhandled(code, file, line);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_CONSUME_H
