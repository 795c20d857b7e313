// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each operation tries at once; what has to wait stays in its frame until libuv
// says that the socket is ready. (libuv's own UDP handles keep what is sent in
// requests that can't be given up.) As in handle.c it goes on looking for
// datagrams until one comes that nobody waits for, and again.

#include "stream.h"
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yieldc/io/udp.h>

struct udp_socket {
  uv_poll_t poll;
  void *thread;
  int fd;
  bool is_ipv6;
  bool unread;                  ///< something came that nobody wanted
  int events;                   ///< that libuv looks for
  struct udp_receive *receiver; ///< who waits
  struct task_links senders;
};

static int check(const struct udp_socket *socket) {
  return !socket ? -EINVAL : socket->thread != &task_loop ? -EPERM : 0;
}

/// Of an address that can be used; else 0.
static socklen_t length_of(const struct io_address *address) {
  return !address                                ? 0
         : address->of.any.sa_family == AF_INET  ? sizeof address->of.ipv4
         : address->of.any.sa_family == AF_INET6 ? sizeof address->of.ipv6
                                                 : 0;
}

// ---- Waiting ----------------------------------------------------------------

static void on_ready(uv_poll_t *poll, int status, int events);

/// Has libuv look for datagrams, or not, and for room if that is waited for.
static int look(struct udp_socket *socket, bool for_datagrams) {
  uv_handle_t *handle = (uv_handle_t *)&socket->poll;
  int code = 0, events = (for_datagrams ? UV_READABLE : 0) |
                         (socket->senders.first ? UV_WRITABLE : 0);
  if (events != socket->events)
    code = events ? uv_poll_start(&socket->poll, events, on_ready)
                  : uv_poll_stop(&socket->poll);
  if (!code)
    socket->events = events;
  // If nobody waits for it, the loop does not either.
  if (socket->receiver || socket->senders.first)
    uv_ref(handle);
  else
    uv_unref(handle);
  return code;
}

static ssize_t receive_now(const struct udp_receive *receive) {
  struct iovec piece = {receive->data, receive->size};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
  if (receive->from) {
    memset(receive->from, 0, sizeof *receive->from);
    message.msg_name = receive->from;
    message.msg_namelen = sizeof *receive->from;
  }
  ssize_t count = recvmsg(receive->socket->fd, &message, MSG_DONTWAIT);
  return count < 0 ? -errno : message.msg_flags & MSG_TRUNC ? -EMSGSIZE : count;
}

static ssize_t send_now(const struct udp_send *send) {
  ssize_t count = sendto(
      send->socket->fd, send->data, send->size, MSG_DONTWAIT | MSG_NOSIGNAL,
      send->to ? &send->to->of.any : NULL, length_of(send->to));
  return count < 0 ? -errno : count;
}

static struct udp_send *first_sender(const struct udp_socket *socket) {
  struct task_link *first = socket->senders.first;
  return first ? TASK_CONTAINER(struct udp_send, link, first) : NULL;
}

static void received(struct udp_socket *socket, ssize_t result) {
  struct udp_receive *receive = socket->receiver;
  socket->receiver = NULL;
  receive->result = result;
  task_op_done(&receive->op);
}

static void sent(struct udp_send *send, ssize_t result) {
  task_links_remove(&send->socket->senders, &send->link);
  send->result = result;
  task_op_done(&send->op);
}

static void on_ready(uv_poll_t *poll, int status, int events) {
  struct udp_socket *socket = poll->data;
  struct udp_send *send;
  ssize_t result;
  if (status < 0) { // there is an error to be told; libuv looks no more
    socket->events = 0;
    events = UV_READABLE | UV_WRITABLE;
  }
  bool goes_on = socket->events & UV_READABLE || socket->receiver;
  if (events & UV_READABLE) {
    if (!socket->receiver) {
      goes_on = goes_on && !socket->unread;
      socket->unread = true;
    } else if ((result = receive_now(socket->receiver)) != -EAGAIN) {
      received(socket, result);
    }
  }
  if (events & UV_WRITABLE)
    while ((send = first_sender(socket)) &&
           (result = send_now(send)) != -EAGAIN)
      sent(send, result);
  look(socket, goes_on);
  task_loop_turn();
}

// ---- Receiving --------------------------------------------------------------

static bool start_receive(struct task_op *op) {
  struct udp_receive *receive = (struct udp_receive *)op;
  struct udp_socket *socket = receive->socket;
  receive->result = check(socket);
  if (!receive->result)
    receive->result = !receive->data || !receive->size ? -EINVAL
                      : socket->receiver               ? -EBUSY
                                                       : receive_now(receive);
  if (receive->result == -EAGAIN) {
    socket->receiver = receive;
    socket->unread = false;
    receive->result = look(socket, true);
    if (!receive->result)
      return false;
    socket->receiver = NULL;
  }
  return io_done_at_once(op);
}

static void cancel_receive(struct task_op *op) {
  struct udp_socket *socket = ((struct udp_receive *)op)->socket;
  socket->receiver = NULL;
  look(socket, socket->events & UV_READABLE);
  task_op_given_up(op);
}

const struct task_op_kind udp_receive_kind = {
    .name = "a datagram", .start = start_receive, .cancel = cancel_receive};

// ---- Sending ----------------------------------------------------------------

static bool start_send(struct task_op *op) {
  struct udp_send *send = (struct udp_send *)op;
  struct udp_socket *socket = send->socket;
  send->result = check(socket);
  if (!send->result &&
      ((!send->data && send->size) || (send->to && !length_of(send->to))))
    send->result = -EINVAL;
  if (!send->result)
    send->result = socket->senders.first ? -EAGAIN : send_now(send);
  if (send->result == -EAGAIN) {
    task_links_add(&socket->senders, &send->link);
    send->result = look(socket, socket->events & UV_READABLE);
    if (!send->result)
      return false;
    task_links_remove(&socket->senders, &send->link);
  }
  return io_done_at_once(op);
}

static void cancel_send(struct task_op *op) {
  struct udp_send *send = (struct udp_send *)op;
  struct udp_socket *socket = send->socket;
  task_links_remove(&socket->senders, &send->link);
  look(socket, socket->events & UV_READABLE);
  task_op_given_up(op);
}

const struct task_op_kind udp_send_kind = {
    .name = "room to send", .start = start_send, .cancel = cancel_send};

// ---- Opening and closing ----------------------------------------------------

static int set(int fd, int level, int name, int value) {
  return setsockopt(fd, level, name, &value, sizeof value) ? -errno : 0;
}

/// A socket, or a code.
static int bound(const struct io_address *address,
                 const struct udp_options *options) {
  bool is_ipv6 = address->of.any.sa_family == AF_INET6;
  int fd = socket(address->of.any.sa_family,
                  SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -errno;
  int code = options->reuse_address ? set(fd, SOL_SOCKET, SO_REUSEADDR, 1) : 0;
  if (!code && options->share_port)
    code = set(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  if (!code && options->broadcast)
    code = set(fd, SOL_SOCKET, SO_BROADCAST, 1);
  if (!code && is_ipv6)
    code = set(fd, IPPROTO_IPV6, IPV6_V6ONLY, options->only_ipv6);
  // Of groups those that it joins, not all that somebody here has joined. (If
  // the system does not know that, it goes without.)
  set(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
  if (is_ipv6)
    set(fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
  if (!code && bind(fd, &address->of.any, length_of(address)))
    code = -errno;
  if (code)
    close(fd);
  return code ? code : fd;
}

int udp_open(struct udp_socket **made, const char *text, int port,
             const struct udp_options *options) {
  static const struct udp_options usual;
  struct io_address address;
  if (!options)
    options = &usual;
  if (!made || !task_loop || io_address_parse(&address, text, port))
    return -EINVAL;
  struct udp_socket *socket = calloc(1, sizeof *socket);
  if (!socket)
    return -ENOMEM;
  socket->fd = bound(&address, options);
  if (socket->fd == -EAFNOSUPPORT && !text) { // a machine without IPv6
    io_address_parse(&address, "0.0.0.0", port);
    socket->fd = bound(&address, options);
  }
  int code = socket->fd < 0
                 ? socket->fd
                 : uv_poll_init(&task_loop->uv, &socket->poll, socket->fd);
  if (code) {
    if (socket->fd >= 0)
      close(socket->fd);
    free(socket);
    return code;
  }
  socket->poll.data = socket;
  socket->thread = &task_loop;
  socket->is_ipv6 = address.of.any.sa_family == AF_INET6;
  *made = socket;
  return 0;
}

static void on_closed(uv_handle_t *handle) { free(handle->data); }

void udp_close(struct udp_socket *socket) {
  struct udp_send *send;
  if (check(socket))
    return;
  if (socket->receiver)
    received(socket, -ECONNABORTED);
  while ((send = first_sender(socket)))
    sent(send, -ECONNABORTED);
  uv_close((uv_handle_t *)&socket->poll, on_closed);
  close(socket->fd);
}

int udp_connect(struct udp_socket *socket, const struct io_address *peer) {
  socklen_t length = length_of(peer);
  int code = length ? check(socket) : -EINVAL;
  return code ? code : connect(socket->fd, &peer->of.any, length) ? -errno : 0;
}

int udp_local(struct udp_socket *socket, struct io_address *address) {
  socklen_t length = sizeof *address;
  int code = address ? check(socket) : -EINVAL;
  if (code)
    return code;
  memset(address, 0, sizeof *address);
  return getsockname(socket->fd, &address->of.any, &length) ? -errno : 0;
}

// ---- Groups -----------------------------------------------------------------

/// The number of an interface, 0 for null; or a code.
static int interface_of(const char *name) {
  unsigned number = name ? if_nametoindex(name) : 0;
  return name && !number ? -errno : (int)number;
}

static int membership(struct udp_socket *socket, const char *group,
                      const char *interface, int name) {
  struct group_req request;
  struct io_address address;
  int code = group ? check(socket) : -EINVAL, number = interface_of(interface);
  if (!code)
    code = io_address_parse(&address, group, 0);
  if (!code && number < 0)
    code = number;
  if (code)
    return code;
  memset(&request, 0, sizeof request);
  request.gr_interface = (uint32_t)number;
  memcpy(&request.gr_group, &address, sizeof address);
  int level = address.of.any.sa_family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
  return setsockopt(socket->fd, level, name, &request, sizeof request) ? -errno
                                                                       : 0;
}

int udp_join(struct udp_socket *socket, const char *group,
             const char *interface) {
  return membership(socket, group, interface, MCAST_JOIN_GROUP);
}

int udp_leave(struct udp_socket *socket, const char *group,
              const char *interface) {
  return membership(socket, group, interface, MCAST_LEAVE_GROUP);
}

/// A socket of IPv6 has the options of both, if it is for both.
static int set_both(struct udp_socket *socket, int ipv4, int ipv6, int value) {
  int code = check(socket);
  if (code)
    return code;
  code = set(socket->fd, IPPROTO_IP, ipv4, value);
  return socket->is_ipv6 ? set(socket->fd, IPPROTO_IPV6, ipv6, value) : code;
}

int udp_multicast_interface(struct udp_socket *socket, const char *interface) {
  int number = interface_of(interface), code = check(socket);
  if (code || number < 0)
    return code ? code : number;
  const struct ip_mreqn ipv4 = {.imr_ifindex = number};
  code = setsockopt(socket->fd, IPPROTO_IP, IP_MULTICAST_IF, &ipv4, sizeof ipv4)
             ? -errno
             : 0;
  return socket->is_ipv6
             ? set(socket->fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, number)
             : code;
}

int udp_multicast_ttl(struct udp_socket *socket, int networks) {
  return set_both(socket, IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS, networks);
}

int udp_multicast_loop(struct udp_socket *socket, bool on) {
  return set_both(socket, IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP, on);
}
