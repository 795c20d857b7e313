// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame of a suspended generator: its public part, and the bookkeeping of
// starting, suspending, delegating and ending in terms of it.
//
// This file is the contract between three parties: the Clang plugin inserts
// calls of the functions below into generator bodies, the LLVM pass gives the
// marker functions their meaning, and consumers (also those compiled by gcc, or
// as C++, without either) resume frames through it. docs/abi.md describes it.
//
// Nothing here is for users; the names they write are in <yieldc.h>.

#ifndef YIELDC_FRAME_H
#define YIELDC_FRAME_H
#pragma GCC system_header

#include <stdbool.h>
#include <stddef.h>

#if defined __STDC_HOSTED__ && __STDC_HOSTED__
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#else
// The codes of the refusals, where no <errno.h> gives them.
#ifndef EBUSY
#define EBUSY 16
#define EINVAL 22
#define ENOMEM 12
#endif
#endif

// glibc replaces this keyword under -std=c99 by a declaration, which can't
// stand in a struct or an expression. Every supported compiler knows the
// keyword.
#undef _Static_assert

// Objects of different frame layouts must not be linked into one program: each
// object carries the same symbol in a section group named after its version.
// Equal groups are merged; of different ones the linker complains that
// yieldc_frame_abi is defined twice. With the plugin the pass adds the symbol;
// gcc takes it from here, where it stands in a function that every consumer
// has. Clang without the plugin must do without: LTO does not see that a symbol
// of inline assembly is in a group.
#define YIELDC_ABI_VERSION 1
#define YIELDC_VERSIONED(name) YIELDC_VERSIONED_(name, YIELDC_ABI_VERSION)
#define YIELDC_VERSIONED_(name, version) YIELDC_VERSIONED__(name, version)
#define YIELDC_VERSIONED__(name, version) name##_abi_##version
// (The pass reads the version off this name.)
#define yieldc_drive YIELDC_VERSIONED(yieldc_drive)
#if defined __ELF__ && !defined __clang__
#define YIELDC_ABI_MARK()                                                      \
  __asm__ volatile(                                                            \
      ".ifndef yieldc_frame_abi\n"                                             \
      ".pushsection .yieldc_abi,\"G\",%progbits,yieldc_frame_abi_1,comdat\n"   \
      ".hidden yieldc_frame_abi\n"                                             \
      ".globl yieldc_frame_abi\n"                                              \
      ".globl yieldc_frame_abi_is_1\n"                                         \
      ".hidden yieldc_frame_abi_is_1\n"                                        \
      "yieldc_frame_abi:\n"                                                    \
      "yieldc_frame_abi_is_1:\n"                                               \
      ".byte 1\n"                                                              \
      ".popsection\n"                                                          \
      ".else\n"                                                                \
      ".ifndef yieldc_frame_abi_is_1\n"                                        \
      ".error \"objects of different yieldc ABI versions\"\n"                  \
      ".endif\n"                                                               \
      ".endif\n")
#else
#define YIELDC_ABI_MARK() ((void)0)
#endif

#ifdef __cplusplus
#define YIELDC_FN inline
#define YIELDC_COLD_FN __attribute__((noinline, cold)) inline
#define YIELDC_ALIGNOF(T) alignof(T)
extern "C" {
#else
#define YIELDC_FN static __inline__ __attribute__((always_inline, unused))
#define YIELDC_COLD_FN static __attribute__((noinline, cold, unused))
#define YIELDC_ALIGNOF(T) _Alignof(T)
#endif
#define YIELDC_SLOW_FN YIELDC_COLD_FN // off the fast path, but not rare

#define YIELDC_LIKELY(x) __builtin_expect(!!(x), 1)

/// What a handle points to. Behind `refused`, at the first offset that suits
/// its alignment, lies the slot: one place for the value yielded, the value
/// sent, the result, or the code of a failure, of which at most one is alive at
/// a time.
struct yieldc_frame {
  void (*resume)(struct yieldc_frame *);
  void (*destroy)(struct yieldc_frame *);
  unsigned char status;  ///< a state, with flags while running or finished
  unsigned char refused; ///< why the last call was refused, or 0
};

/// The states, in the low bits of `status`.
enum {
  YIELDC_SUSPENDED = 0,  ///< at a `yield` of its own
  YIELDC_CREATED = 1,    ///< not yet started
  YIELDC_DELEGATING = 2, ///< at a `yield from`; see struct yieldc_links
  YIELDC_RUNNING = 3,    ///< in its body, or in one that it delegates to
  YIELDC_FINISHED = 4,   ///< returned, failed or closed
  YIELDC_STATE = 7
};

/// The flags. A consumer sets one of the first three when it resumes.
enum {
  YIELDC_SENT = 8,    ///< the slot holds what was sent
  YIELDC_THROWN = 16, ///< the slot holds the code (an int) to fail with
  YIELDC_CLOSED = 32, ///< to be unwound without a failure
  YIELDC_VALUE = 64   ///< the slot holds the result
};

/// A generator at a `yield from` has no value of its own: its slot holds these.
/// The root of a chain of delegations knows both ends of it, so a resume costs
/// the same at any depth; those between know only the way back.
struct yieldc_links {
  struct yieldc_frame
      *leaf; ///< root: the innermost; else: whom it delegates to
  struct yieldc_frame
      *outer; ///< root: who delegates to the leaf; else: to this one
};

/// Where the slot lies in a frame, for a type of the given alignment.
#define YIELDC_SLOT_OFFSET(align)                                              \
  ((offsetof(struct yieldc_frame, refused) + 1 + (align) - 1) / (align) *      \
   (align))

YIELDC_FN void *yieldc_slot(struct yieldc_frame *frame, size_t align) {
  return (char *)frame + YIELDC_SLOT_OFFSET(align);
}

YIELDC_FN int *yieldc_code(struct yieldc_frame *frame) {
  return (int *)yieldc_slot(frame, YIELDC_ALIGNOF(int));
}

YIELDC_FN struct yieldc_links *yieldc_links(struct yieldc_frame *frame) {
  return (struct yieldc_links *)yieldc_slot(
      frame, YIELDC_ALIGNOF(struct yieldc_links));
}

YIELDC_FN unsigned yieldc_state(const struct yieldc_frame *frame) {
  return frame->status & YIELDC_STATE;
}

/// Copies between a slot and a variable of the same type; `align`, a constant
/// after inlining, is that type's.
YIELDC_FN void yieldc_copy(void *to, const void *from, size_t size,
                           size_t align) {
  if (align >= 8)
    __builtin_memcpy(__builtin_assume_aligned(to, 8),
                     __builtin_assume_aligned(from, 8), size);
  else if (align == 4)
    __builtin_memcpy(__builtin_assume_aligned(to, 4),
                     __builtin_assume_aligned(from, 4), size);
  else
    __builtin_memcpy(to, from, size);
}

/// Runs the body of `frame` until it suspends or ends.
///
/// The target is a function that the pass made. It carries no type identity for
/// control-flow integrity, so this one call is not checked.
#ifdef __clang__
__attribute__((no_sanitize("cfi-icall", "kcfi", "function")))
#endif
YIELDC_FN void yieldc_resume(struct yieldc_frame *frame) {
  frame->resume(frame);
}

#ifdef __clang__
__attribute__((no_sanitize("cfi-icall", "kcfi", "function")))
#endif
YIELDC_FN void yieldc_destroy(struct yieldc_frame *frame) {
  frame->destroy(frame);
}

// ---- Consuming -------------------------------------------------------------

/// `from`, the innermost generator under `root`, has begun to delegate: enters
/// whom it delegates to into root's chain and returns who is innermost now.
/// (That one may itself have been at a `yield from`, and bring a chain of its
/// own.)
YIELDC_FN struct yieldc_frame *yieldc_descend(struct yieldc_frame *root,
                                              struct yieldc_frame *from) {
  struct yieldc_frame *inner = yieldc_links(from)->leaf;
  struct yieldc_frame *leaf = inner, *outer = from;
  if (from != root)
    yieldc_links(from)->outer = yieldc_links(root)->outer;
  if (yieldc_state(inner) == YIELDC_DELEGATING) {
    leaf = yieldc_links(inner)->leaf;
    outer = yieldc_links(inner)->outer;
    yieldc_links(inner)->outer = from;
    inner->status = YIELDC_RUNNING;
  }
  from->status = YIELDC_RUNNING;
  yieldc_links(root)->outer = outer;
  return leaf;
}

/// Resumes `root`, which must not be running or finished, with `how` (running
/// and a flag) at the innermost generator, and goes on from one generator to
/// the next until one of them yields. Returns that one, or null when `root` has
/// finished.
YIELDC_SLOW_FN struct yieldc_frame *yieldc_drive(struct yieldc_frame *root,
                                                 unsigned char how) {
  struct yieldc_frame *frame = root;
  YIELDC_ABI_MARK();
  if (yieldc_state(root) == YIELDC_DELEGATING) {
    frame = yieldc_links(root)->leaf;
    root->status = YIELDC_RUNNING;
  }
  root->refused = 0;
  frame->status = how;
  for (;;) {
    yieldc_resume(frame);
    switch (yieldc_state(frame)) {
    case YIELDC_SUSPENDED:
      if (frame != root) {
        yieldc_links(root)->leaf = frame;
        root->status = YIELDC_DELEGATING;
      }
      return frame;
    case YIELDC_DELEGATING:
      frame = yieldc_descend(root, frame);
      frame->status = YIELDC_RUNNING;
      break;
    default: // finished: who delegated to it goes on
      if (frame == root)
        return (struct yieldc_frame *)0;
      frame = yieldc_links(root)->outer;
      if (frame != root)
        yieldc_links(root)->outer = yieldc_links(frame)->outer;
      frame->status = YIELDC_RUNNING | (how & YIELDC_CLOSED);
      break;
    }
  }
}

/// True if `frame` can be resumed; if not, notes why.
YIELDC_FN bool yieldc_resumable(struct yieldc_frame *frame) {
  if (!frame)
    return false;
  if (yieldc_state(frame) == YIELDC_RUNNING) {
    frame->refused = EBUSY;
    return false;
  }
  frame->refused = 0;
  return yieldc_state(frame) != YIELDC_FINISHED;
}

YIELDC_SLOW_FN struct yieldc_frame *yieldc_next_slow(struct yieldc_frame *f) {
  if (!yieldc_resumable(f))
    return (struct yieldc_frame *)0;
  return yieldc_drive(f, YIELDC_RUNNING);
}

/// What happens after a resume of `root` did not end at a `yield` of its own.
YIELDC_SLOW_FN struct yieldc_frame *
yieldc_next_rest(struct yieldc_frame *root) {
  struct yieldc_frame *leaf;
  if (yieldc_state(root) != YIELDC_DELEGATING)
    return (struct yieldc_frame *)0;
  leaf = yieldc_descend(root, root);
  yieldc_links(root)->leaf = leaf;
  root->status = YIELDC_DELEGATING;
  return yieldc_drive(root, YIELDC_RUNNING);
}

/// Resumes to the next value. Returns the frame in whose slot it lies, or null.
YIELDC_FN struct yieldc_frame *yieldc_next(struct yieldc_frame *frame) {
  if (YIELDC_LIKELY(frame && frame->status == YIELDC_SUSPENDED)) {
    frame->status = YIELDC_RUNNING;
    frame->refused = 0;
    yieldc_resume(frame);
    if (YIELDC_LIKELY(frame->status == YIELDC_SUSPENDED))
      return frame;
    return yieldc_next_rest(frame);
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
  if (!yieldc_resumable(frame))
    return (struct yieldc_frame *)0;
  if (yieldc_state(frame) == YIELDC_CREATED) {
    frame->refused = EINVAL;
    return (struct yieldc_frame *)0;
  }
  return yieldc_links(frame)->leaf;
}

YIELDC_FN struct yieldc_frame *yieldc_send(struct yieldc_frame *frame,
                                           const void *value, size_t size,
                                           size_t align) {
  struct yieldc_frame *to;
  if (YIELDC_LIKELY(frame && frame->status == YIELDC_SUSPENDED)) {
    yieldc_copy(yieldc_slot(frame, align), value, size, align);
    frame->status = YIELDC_RUNNING | YIELDC_SENT;
    frame->refused = 0;
    yieldc_resume(frame);
    if (YIELDC_LIKELY(frame->status == YIELDC_SUSPENDED))
      return frame;
    return yieldc_next_rest(frame);
  }
  to = yieldc_receiver_slow(frame);
  if (!to)
    return (struct yieldc_frame *)0;
  yieldc_copy(yieldc_slot(to, align), value, size, align);
  return yieldc_drive(frame, YIELDC_RUNNING | YIELDC_SENT);
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
  if (!code && yieldc_state(frame) != YIELDC_RUNNING) {
    frame->refused = EINVAL;
    return (struct yieldc_frame *)0;
  }
  if (!yieldc_resumable(frame))
    return (struct yieldc_frame *)0;
  if (yieldc_state(frame) == YIELDC_DELEGATING)
    to = yieldc_links(frame)->leaf;
  *yieldc_code(to) = code;
  return yieldc_drive(frame, YIELDC_RUNNING | YIELDC_THROWN);
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

/// Unwinds a suspended generator, so that only freeing it is left. It stays
/// allocated.
YIELDC_SLOW_FN void yieldc_close_slow(struct yieldc_frame *frame) {
  if (!yieldc_resumable(frame)) {
    if (frame && yieldc_state(frame) == YIELDC_FINISHED)
      yieldc_destroy(frame);
    return;
  }
  yieldc_drive(frame, YIELDC_RUNNING | YIELDC_CLOSED);
  yieldc_destroy(frame);
}

YIELDC_FN void yieldc_close(struct yieldc_frame *frame) {
  if (frame)
    yieldc_close_slow(frame);
}

YIELDC_FN bool yieldc_has_failed(const struct yieldc_frame *frame) {
  return (frame->status & (YIELDC_STATE | YIELDC_THROWN)) ==
         (YIELDC_FINISHED | YIELDC_THROWN);
}

/// The code a finished generator failed with; 0 if it has not failed.
YIELDC_FN int yieldc_failure(struct yieldc_frame *frame) {
  if (!frame)
    return ENOMEM;
  return yieldc_has_failed(frame) ? *yieldc_code(frame) : 0;
}

YIELDC_FN int yieldc_error(struct yieldc_frame *frame) {
  if (frame && frame->refused)
    return frame->refused;
  return yieldc_failure(frame);
}

YIELDC_FN bool yieldc_result_into(struct yieldc_frame *frame, void *out,
                                  size_t size, size_t align) {
  if (!frame || (frame->status & (YIELDC_STATE | YIELDC_VALUE)) !=
                    (YIELDC_FINISHED | YIELDC_VALUE))
    return false;
  yieldc_copy(out, yieldc_slot(frame, align), size, align);
  return true;
}

/// Reads the handle variable at `handle` and leaves null in it.
YIELDC_FN struct yieldc_frame *yieldc_moved(void *handle) {
  struct yieldc_frame *frame, *none = (struct yieldc_frame *)0;
  __builtin_memcpy(&frame, handle, sizeof frame);
  __builtin_memcpy(handle, &none, sizeof none);
  return frame;
}

/// For `__attribute__((cleanup))` of a handle variable.
YIELDC_FN void yieldc_close_variable(const void *handle) {
  struct yieldc_frame *frame;
  __builtin_memcpy(&frame, handle, sizeof frame);
  yieldc_close(frame);
}

// ---- foreach ---------------------------------------------------------------

/// A source of values that is being taken over. (In a generator body the plugin
/// finds this call and lets a bare parameter in it be moved from.)
YIELDC_FN struct yieldc_frame *yieldc_source(struct yieldc_frame *frame) {
  return frame;
}

struct yieldc_loop {
  struct yieldc_frame *source; ///< owned
  struct yieldc_frame *giver;  ///< who yielded the current value
  int *error;                  ///< where a failure is told, or null
  bool left; ///< whether the current pass through the body was left early
};

YIELDC_FN struct yieldc_loop yieldc_loop_begin(struct yieldc_frame *source,
                                               int *error) {
  struct yieldc_loop loop = {source, (struct yieldc_frame *)0, error, false};
  if (error)
    *error = 0;
  return loop;
}

YIELDC_FN bool yieldc_loop_next(struct yieldc_loop *loop) {
  if (loop->left)
    return false;
  loop->left = true;
  loop->giver = yieldc_next(loop->source);
  return loop->giver != (struct yieldc_frame *)0;
}

YIELDC_FN void yieldc_loop_end(struct yieldc_loop *loop) {
  yieldc_close(loop->source);
}

/// Why the source has ended: 0 if it returned, or if the body was left early. A
/// source that could not be resumed at all (running) counts as failed.
YIELDC_FN int yieldc_loop_failure(struct yieldc_loop *loop) {
  if (loop->giver)
    return 0;
  if (loop->source && yieldc_state(loop->source) == YIELDC_RUNNING)
    return EBUSY;
  return yieldc_failure(loop->source);
}

YIELDC_FN bool yieldc_loop_report(struct yieldc_loop *loop) {
  *loop->error = yieldc_loop_failure(loop);
  return false;
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
YIELDC_FN bool yieldc_loop_unhandled(struct yieldc_loop *loop, const char *file,
                                     int line) {
  int code = yieldc_loop_failure(loop);
  if (code)
    yieldc_unhandled(code, file, line);
  return false;
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_FRAME_H
