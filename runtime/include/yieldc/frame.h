// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame of a suspended generator: its public part.
//
// This file is the contract between three parties: generator bodies (body.h),
// to which the Clang plugin and the LLVM pass give their form, and consumers
// (consume.h), also those compiled by gcc, or as C++, without either.
// docs/abi.md describes it.
//
// Nothing here is for users; the names they write are in <yieldc.h>.

#ifndef YIELDC_FRAME_H
#define YIELDC_FRAME_H
#pragma GCC system_header

#include <stdbool.h>
#include <stddef.h>

#if defined __STDC_HOSTED__ && __STDC_HOSTED__
#include <errno.h>
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

// To a debugger all of this is a part of the line that it is written for: a
// step into a generator, or out of it, does not stop in here.
#ifdef __clang__
#define YIELDC_NO_DEBUG __attribute__((nodebug))
#else
#define YIELDC_NO_DEBUG
#endif

#ifdef __cplusplus
#define YIELDC_FN YIELDC_NO_DEBUG inline
#define YIELDC_SLOW_FN YIELDC_NO_DEBUG __attribute__((noinline)) inline
#define YIELDC_COLD_FN YIELDC_NO_DEBUG __attribute__((noinline, cold)) inline
#define YIELDC_ALIGNOF(T) alignof(T)
extern "C" {
#else
#define YIELDC_FN                                                              \
  YIELDC_NO_DEBUG static __inline__ __attribute__((always_inline, unused))
#define YIELDC_SLOW_FN YIELDC_NO_DEBUG static __attribute__((noinline, unused))
#define YIELDC_COLD_FN                                                         \
  YIELDC_NO_DEBUG static __attribute__((noinline, cold, unused))
#define YIELDC_ALIGNOF(T) _Alignof(T)
#endif

#define YIELDC_LIKELY(x) __builtin_expect(!!(x), 1)

/// What a handle points to. Behind `refused`, at the first offset that suits
/// its alignment, lies the slot: one place for the value yielded, the value
/// sent, the result, or the code of a failure, of which at most one is alive at
/// a time.
struct yieldc_frame {
  void (*resume)(struct yieldc_frame *);  ///< runs the body
  void (*destroy)(struct yieldc_frame *); ///< unwinds if suspended, and frees
  unsigned char status;                   ///< a state, with flags
  unsigned char refused; ///< why, if `status` has the flag YIELDC_REFUSED
};

/// The states, in the low bits of `status`. Their order counts: up to CREATED
/// the frame's own body is next to run, and a consumer needs to note nothing
/// before it resumes; what must not be closed just so has the second bit.
enum {
  YIELDC_SUSPENDED = 0,  ///< at a `yield` of its own
  YIELDC_CREATED = 1,    ///< not yet started
  YIELDC_RUNNING = 2,    ///< in its body, or delegating inside of a chain
  YIELDC_DELEGATING = 3, ///< at a `yield from`; see struct yieldc_links
  YIELDC_FINISHED = 4,   ///< returned, failed or closed
  YIELDC_YIELDED = 5,    ///< at a `yield` of a stream: who awaits it goes on
  YIELDC_STATE = 7
};

/// The flags. Who resumes sets one of the first three, together with RUNNING,
/// unless it only wants the next value.
enum {
  YIELDC_SENT = 8,     ///< the slot holds what was sent
  YIELDC_THROWN = 16,  ///< the slot holds the code (an int) to fail with
  YIELDC_CLOSED = 32,  ///< to be unwound without a failure
  YIELDC_VALUE = 64,   ///< the slot holds the result
  YIELDC_REFUSED = 128 ///< the last call was refused
};

/// A generator at a `yield from` has no value of its own: its slot holds these.
/// The root of a chain of delegations, the one that is resumed from outside,
/// knows both ends of it, so a resume costs the same at any depth; those
/// between know only the way back.
struct yieldc_links {
  struct yieldc_frame
      *leaf; ///< root: who runs next; else: whom it delegates to
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

/// What of `flags` is set. (As a byte: if in one place of a body the status is
/// widened to an int, and used in many others, CodeGenPrepare::optimizeExtUses
/// rewrites one of those, and then walks all the function again; it loses its
/// place in the list of uses that it changes.)
YIELDC_FN unsigned char yieldc_flags(const struct yieldc_frame *frame,
                                     unsigned char flags) {
  return (unsigned char)(frame->status & flags);
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

/// Whether `frame` is in its body, or in that of a generator it delegates to.
YIELDC_FN bool yieldc_is_running(struct yieldc_frame *frame) {
  unsigned state = yieldc_state(frame);
  if (state == YIELDC_DELEGATING)
    state = yieldc_state(yieldc_links(frame)->leaf);
  return state == YIELDC_RUNNING;
}

YIELDC_FN bool yieldc_has_failed(const struct yieldc_frame *frame) {
  return (frame->status & (YIELDC_STATE | YIELDC_THROWN)) ==
         (YIELDC_FINISHED | YIELDC_THROWN);
}

YIELDC_FN bool yieldc_has_result(const struct yieldc_frame *frame) {
  return (frame->status & (YIELDC_STATE | YIELDC_VALUE)) ==
         (YIELDC_FINISHED | YIELDC_VALUE);
}

/// The code a finished generator failed with; 0 if it has not failed.
YIELDC_FN int yieldc_failure(struct yieldc_frame *frame) {
  if (!frame)
    return ENOMEM;
  return yieldc_has_failed(frame) ? *yieldc_code(frame) : 0;
}

/// Calls to functions that the pass made. They carry no type identity for
/// control-flow integrity, so these two calls are not checked.
#ifdef __clang__
#define YIELDC_UNCHECKED                                                       \
  __attribute__((no_sanitize("cfi-icall", "kcfi", "function")))
#else
#define YIELDC_UNCHECKED
#endif

/// Runs the body of `frame` until it suspends or ends.
YIELDC_UNCHECKED YIELDC_FN void yieldc_resume(struct yieldc_frame *frame) {
  frame->resume(frame);
}

/// Unwinds `frame` if it is not finished, and frees it. Not for one that is
/// running or delegating.
YIELDC_UNCHECKED YIELDC_FN void yieldc_destroy(struct yieldc_frame *frame) {
  frame->destroy(frame);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_FRAME_H
