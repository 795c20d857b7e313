// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sockets that others connect to. Made by tcp_listen and unix_listen.

#ifndef YIELDC_IO_LISTENER_H
#define YIELDC_IO_LISTENER_H
#pragma GCC system_header

#include <yieldc/io/stream.h>
#include <yieldc/task/links.h>

#ifdef __cplusplus
extern "C" {
#endif

struct io_listener;

/// `struct io_stream *await io_accept(listener)`: waits for somebody to
/// connect. The stream is the caller's, who closes it. Any number of tasks can
/// wait. One allocation. Fails with -ENOMEM, with -EMFILE and -ENFILE if there
/// is no descriptor left (libuv has refused the connection then; try again when
/// some are closed), with -ECONNABORTED if the listener is closed, or with what
/// the system says.
struct io_accept {
  struct task_op op;
  struct io_stream *result;
  struct io_listener *listener;
  struct task_link link;
};
extern const struct task_op_kind io_accept_kind;
task_must_await static inline struct io_accept
io_accept(struct io_listener *listener) {
  struct io_accept op;
  op.op.kind = &io_accept_kind;
  op.op.status = 0;
  op.listener = listener;
  return op;
}

/// No more connections: who waits for one fails with -ECONNABORTED. Frees it.
/// Null is fine. Does not suspend.
void io_listener_close(struct io_listener *listener);

/// The port that a TCP listener has; a code if it has none.
int io_listener_port(struct io_listener *listener);

#define io_auto_close_listener                                                 \
  __attribute__((cleanup(io_listener_close_variable)))
static inline void io_listener_close_variable(struct io_listener **variable) {
  io_listener_close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_LISTENER_H
