// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tasks: concurrency in straight-line C, with one thread, on libuv.
//
//   task(int) ping(int times) {
//     for (int i = 0; i < times; ++i) {
//       await task_sleep(100);
//       printf("tick %d\n", i);
//     }
//     return times;
//   }
//   int main(void) { return task_run(ping(3)) == 3 ? 0 : 1; }
//
// docs/async.md is the manual. A function that returns task(R) is a task,
// whether it awaits anything or not; calling it makes one that has not begun.
// It begins when it is awaited, started or run, which takes it over; it runs
// once. Link with libyieldc-task and libuv: pkg-config yieldc-task.
//
// Codes of failure are negative, as libuv's are, which on Unix are those of
// <errno.h>: -ETIMEDOUT is UV_ETIMEDOUT. A null task is one that could not be
// made for want of memory: -ENOMEM.
//
// Threads: tasks, and what they share, belong to the thread that runs their
// loop. Used by another, they are refused with -EPERM; what other threads may
// use is in pool.h, future.h and call.h.

#ifndef YIELDC_TASK_H
#define YIELDC_TASK_H
#pragma GCC system_header

#ifdef __cplusplus
#error "<yieldc/task.h> is for C"
#endif

#include <yieldc.h>
#include <yieldc/task/broadcast.h>
#include <yieldc/task/group.h>
#include <yieldc/task/list.h>
#include <yieldc/task/queue.h>
#include <yieldc/task/remote.h>
#include <yieldc/task/sync.h>
#include <yieldc/task/time.h>

struct yieldc_task;
struct yieldc_stream;

// task(R), task_of(R): the type of a task that returns R, which is void or an
// object type that is no array and not qualified. A handle owns its task until
// that is awaited, started, run or dropped.
#define task_of(R)                                                             \
  __typeof__((__extension__((struct {                                          \
                YIELDC_REFUSE("task(R)", yieldc_r, R, "R");                    \
                void (*(*yieldc_handle)(struct yieldc_frame *, R *))(          \
                    struct yieldc_task *);                                     \
              } *)0)                                                           \
                  ->yieldc_handle))

// stream(Y), task_stream(Y): the type of a stream, a function that both awaits
// and yields values of type Y.
#define task_stream(Y)                                                         \
  __typeof__((__extension__((struct {                                          \
                YIELDC_REFUSE("stream(Y)", yieldc_y, Y, "Y");                  \
                Y (*(*yieldc_handle)(struct yieldc_frame *, void *))(          \
                    struct yieldc_stream *);                                   \
              } *)0)                                                           \
                  ->yieldc_handle))

// task_foreach (x, s) STATEMENT, task_foreach (x, s, err) STATEMENT, short
// foreach_await: in a task or a stream. As foreach, and awaits each value of
// the stream s, or of a generator. When the loop is left early, the scopes of
// the stream end before it goes on.
#define task_foreach(...)                                                      \
  YIELDC_PICK(__VA_ARGS__, yieldc_await_usage, yieldc_await_usage,             \
              yieldc_await_usage, yieldc_foreach_await3,                       \
              yieldc_foreach_await2, yieldc_await_usage, ~)(__VA_ARGS__)

// R task_run(t): runs t, and whatever it starts, by a loop of this thread, and
// returns what t returns, if R is a signed integer type, or 0 for void;
// negative if it failed: with its code; -EBUSY in a task, where it is to be
// awaited; -EDEADLK if nothing was left that could happen; what libuv says if
// it has no loop. Tasks of task_background that are still there are cancelled.
// int task_run(t, R *out): for any R; 0, or a code of failure.
#define task_run(...)                                                          \
  YIELDC_PICK(__VA_ARGS__, yieldc_run_usage, yieldc_run_usage,                 \
              yieldc_run_usage, yieldc_run_usage, yieldc_run2, yieldc_run1,    \
              ~)(false, __VA_ARGS__)

// The same with a clock that stands still while anything can run, and goes
// forward to the next time that a task waits for when all of them wait: for
// tests, which need not sleep.
#define task_run_virtual(...)                                                  \
  YIELDC_PICK(__VA_ARGS__, yieldc_run_usage, yieldc_run_usage,                 \
              yieldc_run_usage, yieldc_run_usage, yieldc_run2, yieldc_run1,    \
              ~)(true, __VA_ARGS__)

// int task_spawn(struct task_group *g, t), task_spawn(g, t, R *out): starts t
// in the group: it begins when the caller awaits next. Its result goes to *out;
// that of one that fails is the code, if R is a signed integer type, else zero.
// 0, or why it was not started: -ENOMEM, -ECANCELED (one of the group has
// failed), -EINVAL, -EPERM; then t is dropped. One allocation.
#define task_spawn(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_spawn_usage, yieldc_spawn_usage,             \
              yieldc_spawn_usage, yieldc_spawn3, yieldc_spawn2,                \
              yieldc_spawn_usage,                                              \
              ~)(task_spawn_frame, "task_spawn", __VA_ARGS__)

// int task_spawn_owning(g, t, void (*release)(void *), void *object): the same
// of a task that was given an object to give back when it ends. It can do so
// only if it has begun: if it never does, for it is not started or is cancelled
// before, release(object) is called. `release` is the name of a function.
#define task_spawn_owning(g, t, release, object)                               \
  yieldc_spawn_owning(g, t, release, object)

// struct task_job *task_start(g, t), task_start(g, t, out): the same of a task
// that is to be cancelled or waited for alone. Belongs to the caller, who gives
// it to task_join or task_leave. Null if it could not be started.
#define task_start(...)                                                        \
  YIELDC_PICK(__VA_ARGS__, yieldc_spawn_usage, yieldc_spawn_usage,             \
              yieldc_spawn_usage, yieldc_spawn3, yieldc_spawn2,                \
              yieldc_spawn_usage,                                              \
              ~)(task_start_frame, "task_start", __VA_ARGS__)

// void task_drop(t): a task, or a stream, that has not begun and never will.
#define task_drop(t) yieldc_task_drop(t)

// task_move(h): the handle in the variable h, which becomes null.
#define task_move(h) yieldc_task_move(h)

// In the body of a task or a stream only:
//   R await e                     e is a task, or an operation
//   R task_catch(err, await e)    the int variable err gets 0, or the code that
//   e
//                                 failed with, -ECANCELED if this task is
//                                 cancelled
//   void task_fail(int code)      fails with code (0: -EINVAL)

#include <yieldc/task/gather.h>
#include <yieldc/task/within.h>

#ifndef YIELDC_NO_SHORT_NAMES
// (With parentheses, so that members and variables can have these names.)
#define task(...) task_of(__VA_ARGS__)
#define stream(...) task_stream(__VA_ARGS__)
#define foreach_await task_foreach
#endif

#endif // YIELDC_TASK_H
