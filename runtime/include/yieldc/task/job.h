// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tasks that run on their own, beside the one that started them, and the groups
// they belong to. Everything here is for the thread whose loop the task runs
// in; from another one the answer is -EPERM.

#ifndef YIELDC_TASK_JOB_H
#define YIELDC_TASK_JOB_H
#pragma GCC system_header

#include <yieldc/frame.h>
#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

struct task_loop;
struct task_group;

/// Where a task was started, and what it returns.
struct task_origin {
  const char *task; ///< as it was written, e.g. "fetch(url)"
  const char *file;
  int line;
  unsigned size, align; ///< of the result that is to be kept; 0: none
  bool is_signed;       ///< the result is a signed integer: negative is failed
  void (*release)(void *object); ///< of task_spawn_owning
};

/// A task that was started. Its members are for the library.
struct task_job {
  struct yieldc_frame *frame;       ///< the root of its chain of awaits
  struct task_group *group;         ///< null once it has finished
  struct task_job *next, *previous; ///< in the group
  union {
    struct task_op *op;    ///< what it waits for; null while it runs
    struct task_job *then; ///< in the queue of those that are ready
  } at;
  const struct task_site *site; ///< where it waits
  void *out; ///< where the result goes, or null; or what it owns
  const struct task_origin *origin;
  uint32_t since;    ///< when it began to wait, in milliseconds
  bool waits;        ///< for at.op
  bool cancelled;    ///< asked for, and the task has not been told
  bool joinable : 1; ///< is a struct task_joinable
  bool embedded : 1; ///< lies in an operation, is not allocated
  bool owning : 1;   ///< `out` is what it owns, once it has begun
  bool failed : 1;   ///< has ended without a result
};

/// Tasks that end together. Its members are for the library.
struct task_group {
  struct task_loop *loop;          ///< null until a task was started in it
  struct task_group *next, **link; ///< of the groups of a loop that have tasks
  struct task_job *first;
  struct task_op *waiter; ///< who waits for the last of them; with `finished`:
                          ///< the operation whose tasks they are
  struct task_op *leaver; ///< the end of its scope, which does
  int code;               ///< the first failure
  bool ends;              ///< takes no more tasks
  /// How an operation that has tasks of its own hears of the end of one; null
  /// for a group of the user's. The job is no member any more.
  void (*finished)(struct task_group *group, struct task_job *job, int code);
};

/// For task_current.
extern _Thread_local struct task_job *task_running
    __attribute__((tls_model("initial-exec")));

/// The task that runs, or null. Valid until it ends.
static inline struct task_job *task_current(void) { return task_running; }

/// The group of tasks that nobody waits for: they are cancelled when the task
/// that task_run runs has ended, and must not use variables of others. If one
/// fails, task_unhandled is called, or, if the program has none, a line printed
/// to stderr. Null where no loop runs.
struct task_group *task_background(void);

/// A program's own handler for that: defined by the program, or null.
__attribute__((weak)) extern void task_unhandled(int code, const char *task,
                                                 const char *file, int line);

/// Asks a task to end: whatever it awaits is given up, and its scopes unwind
/// from there, unless a task_catch there gets the code, -ECANCELED. One that
/// has not begun never does. One that runs, also the caller itself, is told at
/// its next await. 0, also if it was asked before; -EALREADY if it has
/// finished; -EINVAL for null; -EPERM in another thread. Does not suspend.
int task_cancel(struct task_job *job);

/// The same for all tasks of a group; none can be started in it until they have
/// ended.
int task_group_cancel(struct task_group *group);

/// `int await task_join(job)`: waits for a task from task_start, and frees what
/// is kept of it: 0, or the code that it failed with. Each job is joined once:
/// -EINVAL for null, and for one that is joined already.
struct task_join {
  struct task_op op;
  int result;
  struct task_job *job;
};
task_must_await struct task_join task_join(struct task_job *job);

/// In place of task_join: nobody will ask. Null is fine.
void task_leave(struct task_job *job);

/// `int await task_group_wait(g)`: until no task of the group is left. The code
/// of the first that failed, of which the others were cancelled, or 0. The
/// group can be used again. If the waiting task is cancelled, all of its tasks
/// are, and it waits no more. -EDEADLK in one of its own tasks; -EINVAL for
/// null, and if another task waits already.
struct task_group_wait {
  struct task_op op;
  int result;
  struct task_group *group;
};
extern const struct task_op_kind task_group_kind;
task_must_await static inline struct task_group_wait
task_group_wait(struct task_group *group) {
  struct task_group_wait op;
  op.op.kind = &task_group_kind;
  op.op.status = 0;
  op.group = group;
  return op;
}

// ---- For the macros ---------------------------------------------------------

/// Starts the task `frame` in `group`: 0 or a code; takes it over either way.
int task_spawn_frame(struct task_group *group, struct yieldc_frame *frame,
                     const struct task_origin *origin, void *out);
/// The same, of a task that owns an object once it has begun.
int task_spawn_owning_frame(struct task_group *group,
                            struct yieldc_frame *frame,
                            const struct task_origin *origin, void *object);
/// The same, of a task that can be joined. Null if it could not be started.
struct task_job *task_start_frame(struct task_group *group,
                                  struct yieldc_frame *frame,
                                  const struct task_origin *origin, void *out);
/// Runs it in a loop of its own.
int task_run_frame(struct yieldc_frame *frame, const struct task_origin *origin,
                   void *out, bool is_virtual);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_JOB_H
