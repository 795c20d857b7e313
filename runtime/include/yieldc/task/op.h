// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an operation is: something that a task can await and that is no task. To
// make one of your own (docs/async.md shows one), write a record that begins
// with a struct task_op and the result,
//
//   struct answer { struct task_op op; int result; … };
//
// and a function that returns it by value, filled in but not begun. `await`
// copies it into the awaiting frame, where it stays until it is done: nothing
// is allocated. `result` may have any type; struct task_nothing stands for
// void.

#ifndef YIELDC_TASK_OP_H
#define YIELDC_TASK_OP_H
#pragma GCC system_header

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct task_job;
struct task_op;

/// What all operations of one kind have in common.
struct task_op_kind {
  /// For listings: what a task waits for, e.g. "sleep".
  const char *name;
  /// Begins. True if it is done already: the task goes on without suspending.
  /// Else task_done is to be called, in here or later, by the thread of the
  /// loop.
  bool (*start)(struct task_op *op);
  /// The task is cancelled: sees to it that task_done is called soon, now or
  /// later. If the operation is given up, `status` becomes -ECANCELED before.
  /// If it succeeds nevertheless, its result is delivered as always, and the
  /// task is cancelled where it awaits next: nothing is lost. Null: it can't be
  /// given up, and the task waits for it.
  void (*cancel)(struct task_op *op);
  /// It is not begun after all: gives back what it took over. Null: nothing.
  void (*drop)(struct task_op *op);
};

struct task_op {
  const struct task_op_kind *kind;
  struct task_job *job; ///< who waits; set before start
  /// 0 before start. Negative if there is no result: then that of a signed
  /// integer type is this code, and with another type the task fails with it.
  int status;
};

/// The type of a result that is none.
struct task_nothing {
  char none[0];
};

/// A function that returns an operation, which is of no use but to be awaited.
#define task_must_await __attribute__((warn_unused_result))

/// Where in the source a task waits.
struct task_site {
  const char *function, *file;
  int line;
};

/// Ends an operation that has begun: its task goes on when it is its turn. Only
/// by the thread of the loop. Neither allocates nor runs anything.
void task_done(struct task_op *op);

/// For `await`: `op` is not begun, and gets the status `code`. False.
bool task_not_begun(struct task_op *op, int code);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_TASK_OP_H
