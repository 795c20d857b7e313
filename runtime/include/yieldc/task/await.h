// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the plugin calls from the body of a task or a stream.
//
// A chain of awaits is one of delegations: the loop resumes its root, which
// knows the innermost frame. That one is suspended at an operation. A stream
// that yields has the state YIELDED, behind which the frame goes on that awaits
// it.

#ifndef YIELDC_TASK_AWAIT_H
#define YIELDC_TASK_AWAIT_H
#pragma GCC system_header

#include <yieldc/body.h>
#include <yieldc/task/code.h>
#include <yieldc/task/job.h>
#include <yieldc/task/op.h>

/// How something is awaited.
enum {
  YIELDC_AWAITS_TASK = 1, ///< else an operation
  YIELDC_SIGNED = 2,      ///< of a type of result that has room for a code
  YIELDC_CAUGHT = 4       ///< in task_catch
};

YIELDC_FN struct yieldc_frame *yieldc_awaited_frame(int how,
                                                    const void *awaited) {
  return how & YIELDC_AWAITS_TASK ? yieldc_frame_in(awaited)
                                  : (struct yieldc_frame *)0;
}

/// Leaves null in a variable of which the task is awaited.
YIELDC_FN void yieldc_spent(bool is_task, void *variable) {
  if (is_task)
    yieldc_moved(variable);
}

/// Begins an operation for the task that runs. True if that is to suspend.
/// Awaited where no task runs, the status becomes -EINVAL.
YIELDC_FN bool yieldc_begin_op(struct task_op *op,
                               const struct task_site *site) {
  struct task_job *job = task_running;
  if (__builtin_expect(!job, 0))
    return task_not_begun(op, -EINVAL);
  if (__builtin_expect(job->cancelled, 0) && op->kind->cancel) {
    job->cancelled = false;
    return task_not_begun(op, -ECANCELED);
  }
  op->job = job;
  job->at.op = op;
  job->site = site;
  job->waits = true;
  if (!op->kind->start(op))
    return true;
  job->waits = false;
  return false;
}

/// True if yieldc_suspend is to follow, and then this again (`again`).
YIELDC_FN bool yieldc_await(struct yieldc_frame *self, int how,
                            struct yieldc_frame *inner, void *awaited,
                            const struct task_site *site, bool again) {
  if (how & YIELDC_AWAITS_TASK)
    return yieldc_delegate(self, inner, again, 0, 1, 0, 1);
  if (again || !yieldc_begin_op((struct task_op *)awaited, site))
    return false;
  self->status = YIELDC_SUSPENDED;
  return true;
}

/// After it: makes self fail if what it awaited failed with a code that can't
/// be its result, or that is asked for. That the task is cancelled never is a
/// result.
YIELDC_FN void yieldc_awaited(struct yieldc_frame *self, int how,
                              struct yieldc_frame *inner, const void *awaited) {
  int code = how & YIELDC_AWAITS_TASK
                 ? yieldc_negative(yieldc_loop_failure(inner))
                 : ((const struct task_op *)awaited)->status;
  if (__builtin_expect(code != 0, 0) &&
      (!(how & YIELDC_SIGNED) || (how & YIELDC_CAUGHT) || code == -ECANCELED))
    yieldc_fail(self, code);
}

/// Where the value of the `await` lies: that of a task is copied to `out`, that
/// of an operation is at `offset` in it.
YIELDC_FN void *yieldc_awaited_result(int how, struct yieldc_frame *inner,
                                      void *awaited, size_t offset, void *out,
                                      size_t size, size_t align) {
  if (how & YIELDC_AWAITS_TASK) {
    int code = how & YIELDC_SIGNED ? yieldc_loop_failure(inner) : 0;
    if (__builtin_expect(code != 0, 0))
      return yieldc_code_as(yieldc_negative(code), out, size);
    return yieldc_delegated_result(inner, out, size, align);
  }
  if (__builtin_expect(((struct task_op *)awaited)->status != 0, 0))
    return how & YIELDC_SIGNED
               ? yieldc_code_as(((struct task_op *)awaited)->status, out, size)
               : __builtin_memset(out, 0, size);
  return (char *)awaited + offset;
}

/// In foreach_await, when the source has come back: whether it has a value,
/// which goes to `out`. A generator is resumed only here.
YIELDC_FN bool yieldc_stream_next_into(struct yieldc_frame *source,
                                       bool is_stream, void *out, size_t size,
                                       size_t align) {
  if (!is_stream)
    return yieldc_next_into(source, out, size, align);
  if (!source || yieldc_state(source) != YIELDC_YIELDED)
    return false;
  yieldc_copy(out, yieldc_slot(source, align), size, align);
  return true;
}

// ---- Functions that suspend the body they are called from -------------------
// The pass inlines these first, so that their markers are that body's. They may
// be called where it unwinds, as its scopes end: then the status and the slot
// hold why.

/// What unwinding must not lose.
struct yieldc_unwinding {
  struct yieldc_links slot; ///< as long as what delegating writes
  unsigned char status;
};

YIELDC_FN void yieldc_save(struct yieldc_frame *self,
                           struct yieldc_unwinding *to) {
  to->status = self->status;
  to->slot = *yieldc_links(self);
}

YIELDC_FN void yieldc_restore(struct yieldc_frame *self,
                              const struct yieldc_unwinding *from) {
  *yieldc_links(self) = from->slot;
  self->status = from->status;
}

/// Ends the source of a foreach_await: a stream that is left at a `yield`
/// unwinds, and may await meanwhile.
YIELDC_FN void yieldc_stream_leave(const void *variable) {
  struct yieldc_frame *source = yieldc_frame_in(variable);
  struct yieldc_unwinding unwinding;
  bool again;
  if (source && yieldc_state(source) == YIELDC_YIELDED) {
    yieldc_save(yieldc_self(), &unwinding);
    source->status = YIELDC_SUSPENDED | YIELDC_CLOSED; // at its next resume
    for (again = false;
         yieldc_delegate(yieldc_self(), source, again, 0, 1, 0, 1);
         again = true)
      yieldc_suspend();
    yieldc_restore(yieldc_self(), &unwinding);
  }
  yieldc_close(source);
}

/// Awaits an operation that can't be cancelled, as the scope of `op` ends.
YIELDC_FN void yieldc_await_unwinding(struct task_op *op,
                                      const struct task_site *site) {
  struct yieldc_unwinding unwinding;
  yieldc_save(yieldc_self(), &unwinding);
  if (yieldc_begin_op(op, site)) {
    yieldc_self()->status = YIELDC_SUSPENDED;
    yieldc_suspend();
  }
  yieldc_restore(yieldc_self(), &unwinding);
}

#endif // YIELDC_TASK_AWAIT_H
