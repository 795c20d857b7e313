// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// yieldc: generators for C.
//
//   generator(int) count(int n) {
//     for (int i = 0; i < n; ++i)
//       yield i;
//   }
//   foreach (x, count(3))
//     printf("%d\n", x);
//
// Generator functions (those with `yield`) need clang with the yieldc plugin.
// Consuming needs this header only: C99 and later with clang or gcc, and C++.
// docs/language.md is the manual. Every call below that takes a handle accepts
// null, the handle of a generator that could not be made for want of memory.
//
// Threads: a generator may be used by different threads, one at a time.

#ifndef YIELDC_H
#define YIELDC_H
#pragma GCC system_header

#include <yieldc/consume.h>
#include <yieldc/memory.h>

/// What gen_state tells.
enum gen_state {
  GEN_CREATED,   ///< its body has not begun
  GEN_SUSPENDED, ///< at a `yield`
  GEN_RUNNING,   ///< in its body, or in that of a generator it delegates to
  GEN_RETURNED,
  GEN_FAILED ///< gen_error tells the code
};

#ifdef __cplusplus
extern "C" {
#endif
YIELDC_FN enum gen_state yieldc_public_state(struct yieldc_frame *frame) {
  if (!frame)
    return GEN_FAILED;
  if (yieldc_is_running(frame))
    return GEN_RUNNING;
  switch (yieldc_state(frame)) {
  case YIELDC_CREATED:
    return GEN_CREATED;
  case YIELDC_FINISHED:
    return yieldc_has_failed(frame) ? GEN_FAILED : GEN_RETURNED;
  default:
    return GEN_SUSPENDED;
  }
}
#ifdef __cplusplus
}
#include <yieldc/cxx.h>
#else
#ifdef __clang__
#include <yieldc/body.h>
#endif
#include <yieldc/expr.h>
#include <yieldc/types.h>
#endif

// gen_generator(Y), gen_generator(Y, S), gen_generator(Y, S, R): the type of a
// handle to a generator that yields Y, is sent S and returns R (void if left
// out). Each is void or an object type that is no array and not qualified. A
// handle owns its generator: who holds it closes it, once.
#define gen_generator(...)                                                     \
  YIELDC_PICK(__VA_ARGS__, , , , yieldc_type3, yieldc_type2, yieldc_type1, ~)  \
  (__VA_ARGS__)
#define yieldc_type1(Y) yieldc_type3(Y, void, void)
#define yieldc_type2(Y, S) yieldc_type3(Y, S, void)

// gen_foreach (x, g) STATEMENT, gen_foreach (x, g, err) STATEMENT: takes the
// handle over, declares x for each value, and closes the generator however the
// loop is left. A failure goes to the int lvalue err, which is 0 otherwise.
// Without err a failure ends the generator function that the loop is in with
// the same code; elsewhere gen_unhandled is called, and the program ends.
#define gen_foreach(...)                                                       \
  YIELDC_PICK(__VA_ARGS__, yieldc_foreach_usage, yieldc_foreach_usage,         \
              yieldc_foreach_usage, yieldc_foreach3, yieldc_foreach2,          \
              yieldc_foreach_usage, ~)(, __VA_ARGS__)

// bool gen_next(g), gen_next(g, Y *out): resumes to the next value and stores
// it. False, and *out untouched, if there is none: it has finished, or the call
// was refused because it is running (gen_error: EBUSY). Runs the body;
// allocates nothing itself.
#define gen_next(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_usage, yieldc_usage, yieldc_usage,           \
              yieldc_usage, yieldc_next2, yieldc_next1, ~)(__VA_ARGS__)

// bool gen_send(g, S value), gen_send(g, S value, Y *out): the same, and the
// `yield` at which it is suspended evaluates to value. Refused with EINVAL
// before the first gen_next, when no `yield` is waiting.
#define gen_send(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_usage, yieldc_usage, yieldc_usage,           \
              yieldc_send3, yieldc_send2, yieldc_usage, ~)(__VA_ARGS__)

// bool gen_throw(g, int code), gen_throw(g, int code, Y *out): the same, and
// the `yield` at which it is suspended fails with code. One that has not begun
// finishes as failed without beginning. A code of 0 is refused with EINVAL.
#define gen_throw(...)                                                         \
  YIELDC_PICK(__VA_ARGS__, yieldc_usage, yieldc_usage, yieldc_usage,           \
              yieldc_throw3, yieldc_throw2, yieldc_usage, ~)(__VA_ARGS__)

// bool gen_result(g, R *out): stores the value it has returned. False, and *out
// untouched, if it has not returned one.
#define gen_result(g, out) yieldc_result(g, out)

// int gen_error(g): after a refused call EBUSY (it was running) or EINVAL,
// until the next call that is accepted; else the code it failed with, or 0.
// ENOMEM for null.
#define gen_error(g) yieldc_error(YIELDC_FRAME(g))

// enum gen_state gen_state(g). Null: GEN_FAILED.
#define gen_state(g) yieldc_public_state(YIELDC_FRAME(g))

// void gen_close(g): unwinds a suspended generator, as if its `yield` had
// returned from the function, and frees it. Null is fine. Refused with EBUSY
// while it runs.
#define gen_close(g) yieldc_close(YIELDC_FRAME(g))

// gen_move(h): the handle in the variable h, which becomes null.
#define gen_move(h) yieldc_move(h)

// ---- Where a generator lies ------------------------------------------------
// In code that is compiled with the plugin only; consumers of any compiler take
// such handles like others.

// generator gen_in(void *buffer, size_t size, f(...)): calls the generator
// function f, named as such, so that the generator lies in the buffer of that
// size, and nothing is allocated. Null (gen_error: ENOMEM) if the buffer is
// null or too small. The buffer is the caller's, and may be used again when the
// generator is closed. If it does not start at a multiple of gen_align(f), the
// generator begins at the first one within.
#define gen_in(...)                                                            \
  YIELDC_PICK(__VA_ARGS__, yieldc_in_usage, yieldc_in_usage, yieldc_in_usage,  \
              yieldc_in, yieldc_in_usage, yieldc_in_usage, ~)(__VA_ARGS__)

// size_t gen_size(f), gen_align(f): how many bytes a generator of the generator
// function f, named as such, takes, and their alignment, a power of two. A
// constant to the optimiser where f is defined in the same file.
#define gen_size(f) (yieldc_layout_of(f)->size)
#define gen_align(f) (yieldc_layout_of(f)->align)

// gen_noalloc generator(Y) f(...): f's generators are never allocated. A call
// that is neither fused into its consumer (from -O1 on) nor in gen_in is an
// error, when compiled with the plugin and by others; one through a pointer
// gives null.
#define gen_noalloc                                                            \
  __attribute__((error(                                                        \
      "gen_noalloc: this generator must not be allocated; give it a buffer, "  \
      "gen_in(buffer, size, ...), or consume it where it is made, in a file "  \
      "that defines it and is compiled with yieldc at -O1 or more")))

// gen_foreach_noalloc (x, g) STATEMENT, gen_foreach_noalloc (x, g, err): a
// gen_foreach whose source, and the sources of that, must not be allocated: an
// error if they are neither fused (from -O1 on) nor made by gen_in.
#define gen_foreach_noalloc(...)                                               \
  YIELDC_PICK(__VA_ARGS__, yieldc_foreach_usage, yieldc_foreach_usage,         \
              yieldc_foreach_usage, yieldc_foreach3, yieldc_foreach2,          \
              yieldc_foreach_usage, ~)(yieldc_never, __VA_ARGS__)

// gen_auto generator(Y) h = …: closed at the end of its scope.
#define gen_auto __attribute__((cleanup(yieldc_close_variable)))

// Define gen_unhandled in your program to be told of failures that no foreach
// asked about. If it returns, the loop ends as if the generator had returned.
//   void gen_unhandled(int code, const char *file, int line);

// gen_expr(value, for (x, g)), gen_expr(value, for (x, g), CLAUSES…): a
// generator of the values of an expression, for each x of the generator g,
// which it takes over. Up to four clauses more, as they nest: `if (condition)`,
// and `for (y, h)`, where h is made anew each time. A failure of a source is
// its own. In any function, compiled with the plugin. The local variables that
// it names it captures by value when it is made, as constants (no arrays, and
// but for g and h's variables no ownership); it may outlive them. Null if there
// is no memory. The type is generator(Y) with the type of the value.
#define gen_expr(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_expr5, yieldc_expr4, yieldc_expr3,           \
              yieldc_expr2, yieldc_expr1, yieldc_expr_usage, ~)(__VA_ARGS__)

// Chooses by the number of arguments: YIELDC_PICK(args…, 6, 5, 4, 3, 2, 1, ~).
#define YIELDC_PICK(a, b, c, d, e, f, chosen, ...) chosen

// In the body of a generator function only:
//   void gen_fail(int code)            fails with code (0: EINVAL)
//   S gen_catch(err, yield e)          the int variable err gets 0, or the code
//                                      that was thrown
//   R gen_catch(err, yield from g)     the same, or the code g failed with

#ifdef YIELDC_EDITOR
// For editors that read the code without the plugin (tools/clangd-config):
// makes the common forms parse, with a type that is near enough.
#define yield
#define from 0 &&
#define gen_fail(code) ((void)(code))
#define gen_catch(err, yielded) ((err) = 0, yielded)
#elif !defined __cplusplus
extern void gen_fail(int code) __attribute__((unavailable(
    "it works only in the body of a generator function, one with 'yield'")));
extern void gen_catch(int error, ...) __attribute__((unavailable(
    "it works only in the body of a generator function, one with 'yield'")));
#endif

#ifndef YIELDC_NO_SHORT_NAMES
#define generator gen_generator
#define foreach gen_foreach
#define foreach_noalloc gen_foreach_noalloc
#endif

#endif // YIELDC_H
