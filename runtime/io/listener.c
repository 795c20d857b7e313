// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "listener.h"
#include <netinet/in.h>
#include <stdlib.h>

int io_listener_new(struct io_listener **made, bool is_tcp) {
  if (!task_loop)
    return -EINVAL;
  struct io_listener *listener = calloc(1, sizeof *listener);
  if (!listener)
    return -ENOMEM;
  listener->thread = &task_loop;
  listener->is_tcp = is_tcp;
  int code = is_tcp ? uv_tcp_init(&task_loop->uv, &listener->uv.tcp)
                    : uv_pipe_init(&task_loop->uv, &listener->uv.pipe, 0);
  if (code) {
    free(listener);
    return code;
  }
  listener->uv.handle.data = listener;
  *made = listener;
  return 0;
}

/// Takes the connection that libuv has: a stream, or null and a code.
static struct io_stream *take(struct io_listener *listener, int *code) {
  struct io_handle *handle =
      io_handle_new(listener->is_tcp ? UV_TCP : UV_NAMED_PIPE, -1, code);
  if (!handle)
    return NULL;
  *code = uv_accept(&listener->uv.stream, &handle->uv.stream);
  if (*code) {
    io_handle_discard(handle);
    return NULL;
  }
  if (listener->is_tcp)
    uv_tcp_nodelay(&handle->uv.tcp, 1);
  return &handle->stream;
}

static struct io_accept *first_waiter(struct io_listener *listener) {
  struct task_link *first = listener->waiters.first;
  if (!first)
    return NULL;
  task_links_remove(&listener->waiters, first);
  return TASK_CONTAINER(struct io_accept, link, first);
}

/// Errors of one connection that is gone already: accept(2) says to go on. (A
/// firewall gives EPERM.)
static bool is_of_one(int status) {
  switch (-status) {
  case ECONNABORTED:
  case EPROTO:
  case ENETDOWN:
  case ENETUNREACH:
  case EHOSTDOWN:
  case EHOSTUNREACH:
  case ENOPROTOOPT:
  case EOPNOTSUPP:
  case ETIMEDOUT:
  case EPERM:
#ifdef ENONET
  case ENONET:
#endif
    return true;
  }
  return false;
}

static void on_connection(uv_stream_t *uv, int status) {
  struct io_listener *listener = uv->data;
  if (is_of_one(status))
    return;
  struct io_accept *accept = first_waiter(listener);
  if (!accept) {
    if (status)
      listener->failure = status;
    else
      listener->pending = true; // libuv takes no other until this is accepted
    return;
  }
  accept->result = status ? NULL : take(listener, &status);
  if (status == -ENOMEM)
    listener->pending = true;
  accept->op.status = status;
  task_op_done(&accept->op);
  task_loop_turn();
}

int io_listener_listen(struct io_listener *listener, int backlog) {
  return uv_listen(&listener->uv.stream, backlog, on_connection);
}

static void on_closed(uv_handle_t *handle) { free(handle->data); }

void io_listener_close(struct io_listener *listener) {
  struct io_accept *accept;
  if (!listener || listener->thread != &task_loop)
    return;
  while ((accept = first_waiter(listener))) {
    accept->op.status = -ECONNABORTED;
    task_op_done(&accept->op);
  }
  uv_close(&listener->uv.handle, on_closed);
}

int io_listener_port(struct io_listener *listener) {
  struct sockaddr_storage address;
  int length = sizeof address;
  if (!listener || !listener->is_tcp)
    return -EINVAL;
  int code = uv_tcp_getsockname(&listener->uv.tcp, (struct sockaddr *)&address,
                                &length);
  if (code)
    return code;
  return ntohs(address.ss_family == AF_INET6
                   ? ((struct sockaddr_in6 *)&address)->sin6_port
                   : ((struct sockaddr_in *)&address)->sin_port);
}

static bool start_accept(struct task_op *op) {
  struct io_accept *accept = (struct io_accept *)op;
  struct io_listener *listener = accept->listener;
  accept->result = NULL;
  if (!listener || listener->thread != &task_loop) {
    op->status = listener ? -EPERM : -EINVAL;
  } else if (listener->failure) {
    op->status = listener->failure;
    listener->failure = 0;
  } else if (listener->pending) {
    accept->result = take(listener, &op->status);
    listener->pending = op->status == -ENOMEM;
  } else {
    task_links_add(&listener->waiters, &accept->link);
    return false;
  }
  return io_done_at_once(op);
}

static void cancel_accept(struct task_op *op) {
  struct io_accept *accept = (struct io_accept *)op;
  task_links_remove(&accept->listener->waiters, &accept->link);
  task_op_given_up(op);
}

const struct task_op_kind io_accept_kind = {
    .name = "a connection", .start = start_accept, .cancel = cancel_accept};
