// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Operations on files, which threads of libuv do. Not installed.

#ifndef YIELDC_RUNTIME_IO_FILE_H
#define YIELDC_RUNTIME_IO_FILE_H

#include "stream.h"
#include <yieldc/io/file.h>

_Static_assert(offsetof(struct file_op, call) ==
                   offsetof(struct file_count, call),
               "an operation's call is found without knowing which it is");

static inline struct file_call *file_call_of(struct task_op *op) {
  return (struct file_call *)((char *)op + offsetof(struct file_op, call));
}

/// For start: libuv was asked for it, or it has refused, with a code.
bool file_begun(struct file_call *call, int code);
/// What libuv calls at the end.
void file_done(uv_fs_t *request);
void file_cancel(struct task_op *op);

/// The kind of an operation, what_kind, that uv_fs_what does, with these
/// arguments from `call`; -EINVAL if it is not valid.
#define FILE_KIND(what, text, cancel_or_null, is_valid, ...)                   \
  static bool what##_start(struct task_op *op) {                               \
    struct file_call *call = file_call_of(op);                                 \
    return file_begun(call, !(is_valid)                                        \
                                ? -EINVAL                                      \
                                : uv_fs_##what(&task_loop->uv, &call->request, \
                                               __VA_ARGS__, file_done));       \
  }                                                                            \
  static const struct task_op_kind what##_kind = {                             \
      .name = text, .start = what##_start, .cancel = cancel_or_null};

/// Its operations: a struct file_op, or a struct file_count.
#define FILE_OP(what, ...)                                                     \
  (struct file_op) {                                                           \
    .op.kind = &what##_kind, .call = { __VA_ARGS__ }                           \
  }
#define FILE_COUNT(what, ...)                                                  \
  (struct file_count) {                                                        \
    .op.kind = &what##_kind, .call = {.counts = true, __VA_ARGS__ }            \
  }

/// For `finish`: libuv has made the name of mkstemp or mkdtemp in a copy.
ssize_t file_take_name(struct file_call *call);

#endif // YIELDC_RUNTIME_IO_FILE_H
