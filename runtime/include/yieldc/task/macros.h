// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The typed side of <yieldc/task.h>. Nothing here is for users.

#ifndef YIELDC_TASK_MACROS_H
#define YIELDC_TASK_MACROS_H
#pragma GCC system_header

#include <yieldc/task/code.h>
#include <yieldc/task/job.h>
#include <yieldc/types.h>

#define YIELDC_TASK_OR(t, who)                                                 \
  YIELDC_KIND_OR(yieldc_task_type, t,                                          \
                 who ": a task is expected (of a task's function: call it)")
// The same of one that is taken over, which is YIELDC_TAKEN_OVER(t) then.
#define YIELDC_TAKE_TASK(t, who)                                               \
  YIELDC_TAKE_OVER(t)                                                          \
  YIELDC_TASK_OR(YIELDC_TAKEN_OVER(t), who)

#define yieldc_task_drop(t)                                                    \
  yieldc_close((__extension__({                                                \
    YIELDC_TAKE_OVER(t)                                                        \
    YIELDC_KIND_OR(yieldc_awaiting_type, YIELDC_TAKEN_OVER(t),                 \
                   "task_drop: a task or a stream is expected");               \
    YIELDC_CAST(YIELDC_TAKEN_OVER(t));                                         \
  })))
#define yieldc_task_move(h)                                                    \
  (__extension__({                                                             \
    YIELDC_KIND_OR(                                                            \
        yieldc_awaiting_type, h,                                               \
        "task_move: a variable that holds a task or a stream is expected");    \
    (__typeof__(h))yieldc_moved(&(h));                                         \
  }))

#define YIELDC_TASK_OF(R)                                                      \
  void (*(*)(struct yieldc_frame *, R *))(struct yieldc_task *)
#define YIELDC_RETURNS(R) YIELDC_SAME(yieldc_g, YIELDC_TASK_OF(R))

// The result of yieldc_g, if it is a signed integer type; else an unsigned
// char.
// clang-format off
#define YIELDC_SIGNED_RESULT                                                   \
  __typeof__(__builtin_choose_expr(YIELDC_RETURNS(int), 0,                     \
             __builtin_choose_expr(YIELDC_RETURNS(long), 0L,                   \
             __builtin_choose_expr(YIELDC_RETURNS(long long), 0LL,             \
             __builtin_choose_expr(YIELDC_RETURNS(short), (short)0,            \
             __builtin_choose_expr(YIELDC_RETURNS(signed char), (signed char)0,\
                                   YIELDC_SIGNED_WIDE))))))
#ifdef __SIZEOF_INT128__
#define YIELDC_SIGNED_WIDE                                                     \
  __builtin_choose_expr(YIELDC_RETURNS(__int128), (__int128)0,                 \
                        (unsigned char)0)
#else
#define YIELDC_SIGNED_WIDE (unsigned char)0
#endif
// clang-format on

// The static description of a task that is started, yieldc_origin, and that of
// its result: yieldc_signed, yieldc_is_signed. `result` has its type.
#define YIELDC_ORIGIN(text, result)                                            \
  YIELDC_ORIGIN_OF(text, sizeof(result),                                       \
                   __extension__ YIELDC_ALIGNOF(__typeof__(result)), 0)
// (Where nobody wants the result, one of another type is not copied.)
#define YIELDC_ORIGIN_ALONE(text) YIELDC_ORIGIN_OWNING(text, 0)
#define YIELDC_ORIGIN_OWNING(text, release)                                    \
  YIELDC_ORIGIN_OF(text, yieldc_is_signed ? sizeof(yieldc_signed) : 0,         \
                   YIELDC_ALIGNOF(yieldc_signed), release)
#define YIELDC_ORIGIN_OF(text, size, align, release)                           \
  typedef YIELDC_SIGNED_RESULT yieldc_signed;                                  \
  enum { yieldc_is_signed = (yieldc_signed) - 1 < (yieldc_signed)1 };          \
  static const struct task_origin yieldc_origin = {                            \
      text, __FILE__, __LINE__, size, align, yieldc_is_signed, release}

#define YIELDC_RESULT_OUT(out, who)                                            \
  YIELDC_REQUIRE(                                                              \
      YIELDC_IS_WRONG(yieldc_g) ||                                             \
          YIELDC_RETURNS(__typeof__(*YIELDC_POINTER(out))),                    \
      who ": the last argument must be a pointer to the type that the task "   \
          "returns")

#define yieldc_run1(is_virtual, t)                                             \
  (__extension__({                                                             \
    YIELDC_TAKE_TASK(t, "task_run");                                           \
    YIELDC_ORIGIN_ALONE(#t);                                                   \
    YIELDC_REQUIRE(YIELDC_IS_WRONG(yieldc_g) || yieldc_is_signed ||            \
                       YIELDC_RETURNS(void),                                   \
                   "task_run: the task returns no signed integer; write "      \
                   "task_run(t, &result)");                                    \
    __typeof__(__builtin_choose_expr(yieldc_is_signed, (yieldc_signed)0,       \
                                     0)) yieldc_result = 0;                    \
    int yieldc_code = task_run_frame(                                          \
        YIELDC_CAST(YIELDC_TAKEN_OVER(t)), &yieldc_origin,                     \
        yieldc_is_signed ? (void *)&yieldc_result : (void *)0, is_virtual);    \
    yieldc_result ? yieldc_result : (__typeof__(yieldc_result))yieldc_code;    \
  }))
#define yieldc_run2(is_virtual, t, out)                                        \
  (__extension__({                                                             \
    YIELDC_TAKE_TASK(t, "task_run");                                           \
    YIELDC_RESULT_OUT(out, "task_run");                                        \
    YIELDC_ORIGIN(#t, *YIELDC_POINTER(out));                                   \
    task_run_frame(YIELDC_CAST(YIELDC_TAKEN_OVER(t)), &yieldc_origin,          \
                   YIELDC_POINTER(out), is_virtual);                           \
  }))
#define yieldc_run_usage(...)                                                  \
  YIELDC_TASK_USAGE("task_run(t) or task_run(t, &result)")

#define yieldc_spawn2(start, who, group, t)                                    \
  (__extension__({                                                             \
    YIELDC_TAKE_TASK(t, who);                                                  \
    YIELDC_ORIGIN_ALONE(#t);                                                   \
    start((group), YIELDC_CAST(YIELDC_TAKEN_OVER(t)), &yieldc_origin,          \
          (void *)0);                                                          \
  }))
#define yieldc_spawn3(start, who, group, t, out)                               \
  (__extension__({                                                             \
    YIELDC_TAKE_TASK(t, who);                                                  \
    YIELDC_RESULT_OUT(out, who);                                               \
    YIELDC_ORIGIN(#t, *YIELDC_POINTER(out));                                   \
    start((group), YIELDC_CAST(YIELDC_TAKEN_OVER(t)), &yieldc_origin,          \
          YIELDC_POINTER(out));                                                \
  }))
#define yieldc_spawn_owning(group, t, release, object)                         \
  (__extension__({                                                             \
    YIELDC_TAKE_TASK(t, "task_spawn_owning");                                  \
    YIELDC_ORIGIN_OWNING(#t, release);                                         \
    task_spawn_owning_frame((group), YIELDC_CAST(YIELDC_TAKEN_OVER(t)),        \
                            &yieldc_origin, (object));                         \
  }))
#define yieldc_spawn_usage(start, who, ...)                                    \
  YIELDC_TASK_USAGE(who "(group, t) or " who "(group, t, &result)")

#define YIELDC_TASK_USAGE(usage)                                               \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments: " usage);                    \
    0;                                                                         \
  }))

// ---- foreach_await ----------------------------------------------------------
// As yieldc_foreach in types.h, with a source that may be a stream.

#define yieldc_await_usage(...)                                                \
  for (int yieldc_unused __attribute__((unused)) = YIELDC_TASK_USAGE(          \
           "foreach_await (x, s) or foreach_await (x, s, err)");               \
       ;)
#define yieldc_foreach_await2(x, s)                                            \
  yieldc_foreach_await(                                                        \
      x, s, yieldc_loop_unhandled(yieldc_source_##x, __FILE__, __LINE__))
#define yieldc_foreach_await3(x, s, err)                                       \
  YIELDC_TELLING(x, err)                                                       \
  yieldc_foreach_await(                                                        \
      x, s, yieldc_loop_report_await(yieldc_source_##x, yieldc_error_##x))
#define yieldc_foreach_await(x, s, end)                                        \
  YIELDC_LOOP(yieldc_sequence_type, yieldc_stream_leave, YIELDC_AWAIT_NEXT, ,  \
              x, s,                                                            \
              "foreach_await: the second argument must be a stream or a "      \
              "generator (of a function: call it)",                            \
              "foreach_await: a generator(void) yields no value", end)
#define YIELDC_AWAIT_NEXT(s, source, ...)                                      \
  yieldc_await_next(source, YIELDC_IS_STREAM(s), __VA_ARGS__)
#define YIELDC_IS_STREAM(s)                                                    \
  (sizeof(*__extension__({                                                     \
     YIELDC_QUIET typedef YIELDC_TYPE_KIND(yieldc_sequence_type, s)            \
         yieldc_g YIELDC_LOUD;                                                 \
     (char (*)[1 +                                                             \
               YIELDC_SAME(YIELDC_YS(yieldc_g),                                \
                           YIELDC_Y(yieldc_g) (*)(struct yieldc_stream *))])0; \
   })) == 2)

YIELDC_FN void yieldc_loop_report_await(struct yieldc_frame *source,
                                        int *error) {
  *error = yieldc_negative(yieldc_loop_failure(source));
}

#ifdef YIELDC_EDITOR
#define await (int)sizeof
#define task_fail(code) ((void)(code))
#define task_catch(err, awaited) ((err) = 0, awaited)
extern void yieldc_group_leave(void *variable);
extern void yieldc_stream_leave(const void *variable);
extern bool yieldc_await_next(struct yieldc_frame *source, ...);
#else
#define YIELDC_ONLY_IN_TASK(what)                                              \
  __attribute__((unavailable(                                                  \
      what " works only in the body of a task or a stream: a function that "   \
           "returns task(R) or stream(Y)")))
extern void task_fail(int code) YIELDC_ONLY_IN_TASK("it");
extern void task_catch(int error, ...) YIELDC_ONLY_IN_TASK("it");
extern bool yieldc_await_next(struct yieldc_frame *source, bool is_stream, ...)
    YIELDC_ONLY_IN_TASK("foreach_await");
#endif

#endif // YIELDC_TASK_MACROS_H
