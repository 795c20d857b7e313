// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "listener.h"
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <yieldc/io/tcp.h>

// ---- Listening --------------------------------------------------------------

static int share_port(uv_tcp_t *tcp) {
  uv_os_fd_t fd;
  int on = 1, code = uv_fileno((uv_handle_t *)tcp, &fd);
  if (!code && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on))
    code = -errno;
  return code;
}

static int bind_to(struct io_listener *listener,
                   const struct io_address *address,
                   const struct tcp_options *options) {
  uv_tcp_t *tcp = &listener->uv.tcp;
  unsigned flags = options->only_ipv6 ? UV_TCP_IPV6ONLY : 0;
  if (options->share_port) {
    // The socket must be there before the option is set.
    uv_os_sock_t fd = socket(address->of.any.sa_family,
                             SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
      return -errno;
    int code = uv_tcp_open(tcp, fd);
    if (code) {
      close(fd);
      return code;
    }
    if ((code = share_port(tcp)))
      return code;
  }
  return uv_tcp_bind(tcp, &address->of.any, flags);
}

int tcp_listen(struct io_listener **made, const char *text, int port,
               const struct tcp_options *options) {
  static const struct tcp_options usual;
  struct io_listener *listener;
  struct io_address address;
  if (!options)
    options = &usual;
  int code = made ? io_address_parse(&address, text, port) : -EINVAL;
  if (!code)
    code = io_listener_new(&listener, true);
  if (code)
    return code;
  code = bind_to(listener, &address, options);
  if (code == -EAFNOSUPPORT && !text) { // a machine without IPv6
    io_address_parse(&address, "0.0.0.0", port);
    code = bind_to(listener, &address, options);
  }
  if (!code)
    code = io_listener_listen(listener,
                              options->backlog ? options->backlog : 4096);
  if (code)
    io_listener_close(listener);
  else
    *made = listener;
  return code;
}

// ---- Connecting -------------------------------------------------------------

/// An attempt: what libuv looks into, which may go on when the task is gone.
struct tcp_connecting {
  struct tcp_connect *op; ///< null: given up
  uv_getaddrinfo_t lookup;
  uv_connect_t request;
  struct addrinfo *addresses, *next;
  struct io_handle *handle;
  int failure; ///< of the last address
};

static void finish(struct tcp_connecting *state) {
  struct tcp_connect *connect = state->op;
  connect->op.status = state->handle ? 0 : state->failure;
  connect->result = state->handle ? &state->handle->stream : NULL;
  uv_freeaddrinfo(state->addresses);
  free(state);
  task_op_done(&connect->op);
}

static void try_next(struct tcp_connecting *state);

static void on_connected(uv_connect_t *request, int status) {
  struct tcp_connecting *state =
      TASK_CONTAINER(struct tcp_connecting, request, request);
  if (!state->op) { // given up, and the handle is being closed
    uv_freeaddrinfo(state->addresses);
    free(state);
  } else if (status) {
    state->failure = status;
    io_handle_discard(state->handle);
    state->handle = NULL;
    try_next(state);
  } else {
    finish(state);
  }
}

/// Of the addresses that are left.
static void try_next(struct tcp_connecting *state) {
  struct addrinfo *address;
  while ((address = state->next)) {
    state->next = address->ai_next;
    state->handle = io_handle_new(UV_TCP, -1, &state->failure);
    if (!state->handle)
      break;
    uv_tcp_nodelay(&state->handle->uv.tcp, 1);
    state->failure = uv_tcp_connect(&state->request, &state->handle->uv.tcp,
                                    address->ai_addr, on_connected);
    if (!state->failure)
      return;
    io_handle_discard(state->handle);
    state->handle = NULL;
  }
  finish(state);
}

static void on_found(uv_getaddrinfo_t *request, int status,
                     struct addrinfo *addresses) {
  struct tcp_connecting *state =
      TASK_CONTAINER(struct tcp_connecting, lookup, request);
  if (!state->op) { // given up
    uv_freeaddrinfo(addresses);
    free(state);
    return;
  }
  --task_loop->in_flight;
  state->failure = status;
  state->addresses = state->next = addresses;
  try_next(state);
}

static bool start_connect(struct task_op *op) {
  struct tcp_connect *connect = (struct tcp_connect *)op;
  const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                 .ai_socktype = SOCK_STREAM,
                                 .ai_flags = AI_NUMERICSERV};
  char port[12];
  connect->result = NULL;
  if (!connect->host || connect->port < 0 || connect->port > 65535) {
    op->status = -EINVAL;
    return true;
  }
  struct tcp_connecting *state = calloc(1, sizeof *state);
  if (!state) {
    op->status = -ENOMEM;
    return true;
  }
  snprintf(port, sizeof port, "%d", connect->port);
  op->status = uv_getaddrinfo(&task_loop->uv, &state->lookup, on_found,
                              connect->host, port, &hints);
  if (op->status) {
    free(state);
    return true;
  }
  connect->state = state;
  state->op = connect;
  ++task_loop->in_flight;
  return false;
}

static void cancel_connect(struct task_op *op) {
  struct tcp_connecting *state = ((struct tcp_connect *)op)->state;
  state->op = NULL;
  if (state->handle) {
    io_handle_discard(state->handle);
  } else {
    --task_loop->in_flight;
    uv_cancel((uv_req_t *)&state->lookup);
  }
  task_op_given_up(op);
}

const struct task_op_kind tcp_connect_kind = {.name = "to be connected",
                                              .start = start_connect,
                                              .cancel = cancel_connect};

// ---- Options ----------------------------------------------------------------

/// The handle of a TCP connection.
static int tcp_of(struct io_stream *stream, uv_tcp_t **tcp) {
  struct io_handle *handle;
  int code = io_handle_of(stream, &handle);
  if (!code && handle->uv.handle.type != UV_TCP)
    code = -ENOTSUP;
  if (!code)
    *tcp = &handle->uv.tcp;
  return code;
}

int tcp_nodelay(struct io_stream *connection, bool on) {
  uv_tcp_t *tcp;
  int code = tcp_of(connection, &tcp);
  return code ? code : uv_tcp_nodelay(tcp, on);
}

int tcp_keepalive(struct io_stream *connection, unsigned seconds) {
  uv_tcp_t *tcp;
  int code = tcp_of(connection, &tcp);
  return code ? code : uv_tcp_keepalive(tcp, seconds != 0, seconds);
}

int tcp_peer(struct io_stream *connection, struct io_address *address) {
  uv_tcp_t *tcp;
  int length = sizeof *address,
      code = address ? tcp_of(connection, &tcp) : -EINVAL;
  return code ? code : uv_tcp_getpeername(tcp, &address->of.any, &length);
}

int tcp_local(struct io_stream *connection, struct io_address *address) {
  uv_tcp_t *tcp;
  int length = sizeof *address,
      code = address ? tcp_of(connection, &tcp) : -EINVAL;
  return code ? code : uv_tcp_getsockname(tcp, &address->of.any, &length);
}

void tcp_reset(struct io_stream *connection) {
  uv_tcp_t *tcp;
  if (tcp_of(connection, &tcp) == 0) {
    const struct linger now = {.l_onoff = 1, .l_linger = 0};
    uv_os_fd_t fd;
    if (uv_fileno((uv_handle_t *)tcp, &fd) == 0)
      setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  io_close(connection);
}
