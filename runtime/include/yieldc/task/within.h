// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One task under a condition: in so much time, or to its end.

#ifndef YIELDC_TASK_WITHIN_H
#define YIELDC_TASK_WITHIN_H
#pragma GCC system_header

#include <yieldc/task/job.h>
#include <yieldc/task/macros.h>
#include <yieldc/task/time.h>

#ifdef __cplusplus
extern "C" {
#endif

// R await task_timeout(milliseconds, t): what t returns. If it takes longer it
// is cancelled, and when its scopes have ended, the code is -ETIMEDOUT, unless
// it has succeeded nevertheless. It begins also with 0 milliseconds. They nest:
// the outer one cancels the inner one, and its task.
#define task_timeout(milliseconds, t)                                          \
  YIELDC_WITHIN("task_timeout", task_within_time, t, milliseconds)

// R await task_deadline(when, t): the same until task_now() is `when`.
#define task_deadline(when, t)                                                 \
  YIELDC_WITHIN("task_deadline", task_within_deadline, t, when)

// R await task_shield(t): t goes on to its end though the task that awaits it
// is cancelled; that is told where it awaits next.
#define task_shield(t) YIELDC_WITHIN("task_shield", task_shielded, t, 0)

/// Awaits `frame` as a task of its own, which lies in here. Its members are for
/// the library.
struct task_within {
  struct task_op op;
  bool timed_out, has_timer;
  struct task_group group;
  struct task_job job;
  struct task_timer timer;
  size_t out; ///< where in the operation its result goes; 0: nowhere
};

struct task_within task_within_time(struct yieldc_frame *frame,
                                    const struct task_origin *origin,
                                    size_t out, uint64_t milliseconds);
struct task_within task_within_deadline(struct yieldc_frame *frame,
                                        const struct task_origin *origin,
                                        size_t out, uint64_t when);
struct task_within task_shielded(struct yieldc_frame *frame,
                                 const struct task_origin *origin, size_t out,
                                 uint64_t unused);

// The operation has the result of the task: its type only the plugin can tell.
#if defined __clang__ && __has_attribute(yieldc_awaited_type)
#define YIELDC_WITHIN(who, make, t, argument)                                  \
  (__extension__({                                                             \
    YIELDC_TAKE_TASK(t, who);                                                  \
    typedef int yieldc_r                                                       \
        __attribute__((yieldc_awaited_type((YIELDC_TASK_OR_NONE))));           \
    typedef __typeof__(__builtin_choose_expr(YIELDC_IS_VOID(yieldc_r),         \
                                             (struct task_nothing *)0,         \
                                             (yieldc_r *)0)) yieldc_to;        \
    typedef struct yieldc_op {                                                 \
      struct task_within base;                                                 \
      __typeof__(*(yieldc_to)0) result;                                        \
    } yieldc_op;                                                               \
    YIELDC_ORIGIN(#t, *(yieldc_to)0);                                          \
    yieldc_op yieldc_made;                                                     \
    yieldc_made.base = make(                                                   \
        YIELDC_CAST(YIELDC_TAKEN_OVER(t)), &yieldc_origin,                     \
        YIELDC_IS_VOID(yieldc_r) ? 0 : __builtin_offsetof(yieldc_op, result),  \
        (argument));                                                           \
    yieldc_made;                                                               \
  }))
#define YIELDC_TASK_OR_NONE                                                    \
  __builtin_choose_expr(YIELDC_IS_WRONG(yieldc_g), (task_of(int))0, (yieldc_g)0)
#elif defined YIELDC_EDITOR
#define YIELDC_WITHIN(who, make, t, argument) ((void)(argument), (t))
#endif

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_WITHIN_H
