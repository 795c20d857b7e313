// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// UDP: datagrams, which arrive whole or not at all, perhaps twice, in any
// order.
//
// A socket is closed by who has it, once, with udp_close or udp_auto_close. It
// belongs to the thread whose loop it was made in; from another one the answer
// is -EPERM. One task at a time may receive (-EBUSY); any number may send, in
// the order in which they began. Null is -EINVAL.
//
// Operations do not allocate. If their task is cancelled they are given up at
// once: no datagram is lost, and none half sent. For a deadline there is
// task_timeout.

#ifndef YIELDC_IO_UDP_H
#define YIELDC_IO_UDP_H
#pragma GCC system_header

#include <stdbool.h>
#include <sys/types.h>
#include <yieldc/io/address.h>
#include <yieldc/task/links.h>
#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

struct udp_socket;

/// Zero is what is usual.
struct udp_options {
  bool reuse_address; ///< others that say so too have the same port, and each
                      ///< gets what is sent to a group: SO_REUSEADDR
  bool share_port;    ///< each gets a part of what is sent to all: SO_REUSEPORT
  bool only_ipv6;     ///< else "::" means IPv4 too
  bool broadcast;     ///< may send to all of a network
};

/// A socket at an address of this machine, written in numbers, or null for all;
/// and a port, or 0 for one that is free, as who only sends wants. Options may
/// be null. 0, and the socket is the caller's, who closes it; or a code:
/// -EADDRINUSE, -EACCES, …; -EINVAL if the address is not one, or no loop runs.
/// One of IPv4 and IPv6 both has IPv4 addresses as "::ffff:127.0.0.1". One
/// allocation.
int udp_open(struct udp_socket **socket, const char *address, int port,
             const struct udp_options *options);

/// From now on it sends to this address if no other is given, and receives from
/// it only. It is told then, by a receive or the next send, if nobody is there:
/// -ECONNREFUSED. Another time: another address. 0 or a code. Sends nothing.
int udp_connect(struct udp_socket *socket, const struct io_address *peer);

/// Closes it, at once, and frees it. Tasks that receive or send get
/// -ECONNABORTED. Null is fine. Does not suspend.
void udp_close(struct udp_socket *socket);

/// Its address of this machine: 0 or a code.
int udp_local(struct udp_socket *socket, struct io_address *address);

/// `ssize_t await udp_receive(socket, data, size, from)`: waits for a datagram,
/// and gives its length, which may be 0. -EMSGSIZE if it was longer than `size`
/// (not 0: -EINVAL): the rest of it is lost. `from`, who sent it, may be null.
struct udp_receive {
  struct task_op op;
  ssize_t result;
  struct udp_socket *socket;
  void *data;
  size_t size;
  struct io_address *from;
};
extern const struct task_op_kind udp_receive_kind;
task_must_await static inline struct udp_receive
udp_receive(struct udp_socket *socket, void *data, size_t size,
            struct io_address *from) {
  struct udp_receive op;
  op.op.kind = &udp_receive_kind;
  op.op.status = 0;
  op.socket = socket;
  op.data = data;
  op.size = size;
  op.from = from;
  return op;
}

/// `ssize_t await udp_send(socket, data, size, to)`: sends a datagram to an
/// address; null: the one of udp_connect (-EDESTADDRREQ if there is none).
/// Waits while the system has no room. Gives `size`, which does not say that it
/// arrives. -EMSGSIZE if it is too long: over 65507 bytes, 65527 by IPv6.
struct udp_send {
  struct task_op op;
  ssize_t result;
  struct udp_socket *socket;
  const void *data;
  size_t size;
  const struct io_address *to;
  struct task_link link;
};
extern const struct task_op_kind udp_send_kind;
task_must_await static inline struct udp_send
udp_send(struct udp_socket *socket, const void *data, size_t size,
         const struct io_address *to) {
  struct udp_send op;
  op.op.kind = &udp_send_kind;
  op.op.status = 0;
  op.socket = socket;
  op.data = data;
  op.size = size;
  op.to = to;
  return op;
}

/// Receives also what is sent to a group, "239.1.2.3" or "ff02::1:3", by an
/// interface such as "eth0", or null for the one that leads there. 0 or a code:
/// -ENODEV, -EADDRINUSE if it does already.
int udp_join(struct udp_socket *socket, const char *group,
             const char *interface);
/// No longer.
int udp_leave(struct udp_socket *socket, const char *group,
              const char *interface);

/// How what is sent to groups goes: by which interface (null: any), through how
/// many networks (1 at first), and whether this machine gets it too (it does).
int udp_multicast_interface(struct udp_socket *socket, const char *interface);
int udp_multicast_ttl(struct udp_socket *socket, int networks);
int udp_multicast_loop(struct udp_socket *socket, bool on);

// udp_auto_close struct udp_socket *s = …: closed when the scope ends, also
// when the task is cancelled there.
#define udp_auto_close __attribute__((cleanup(udp_close_variable)))
static inline void udp_close_variable(struct udp_socket **variable) {
  udp_close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_UDP_H
