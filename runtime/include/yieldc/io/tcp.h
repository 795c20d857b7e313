// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TCP. A connection is an io_stream; stream.h says how it is read and written.
// Nagle's algorithm is off for each (TCP_NODELAY).

#ifndef YIELDC_IO_TCP_H
#define YIELDC_IO_TCP_H
#pragma GCC system_header

#include <yieldc/io/address.h>
#include <yieldc/io/listener.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A stream, by the name one looks for; and so with reading and writing.
typedef struct io_stream tcp_conn;

task_must_await static inline struct io_read tcp_read(tcp_conn *connection,
                                                      void *data, size_t size) {
  return io_read(connection, data, size);
}
task_must_await static inline struct io_write
tcp_write(tcp_conn *connection, const void *data, size_t size) {
  return io_write(connection, data, size);
}

/// How to listen. Zero is what is usual.
struct tcp_options {
  int backlog;     ///< connections that wait to be accepted; 0: 4096
  bool share_port; ///< with others that say so too: SO_REUSEPORT
  bool only_ipv6;  ///< else "::" means IPv4 too
};

/// Listens at an address of this machine, written in numbers: "127.0.0.1",
/// "::1", or null for all; and a port, or 0 for one that is free. Options may
/// be null. 0, and the listener is the caller's, who closes it; or a code:
/// -EADDRINUSE, -EACCES, …; -EINVAL if the address is not one, or no loop runs.
/// Does not suspend.
int tcp_listen(struct io_listener **listener, const char *address, int port,
               const struct tcp_options *options);

/// `struct io_stream *await tcp_connect(host, port)`: connects to the first
/// address of the host, which is a name or in numbers, that answers. The stream
/// is the caller's. Fails with what the last of them said, or what dns_lookup
/// does. If the task is cancelled nothing is left.
struct tcp_connect {
  struct task_op op;
  struct io_stream *result;
  const char *host;
  int port;
  struct tcp_connecting *state; ///< allocated: libuv looks into it
};
extern const struct task_op_kind tcp_connect_kind;
task_must_await static inline struct tcp_connect tcp_connect(const char *host,
                                                             int port) {
  struct tcp_connect op;
  op.op.kind = &tcp_connect_kind;
  op.op.status = 0;
  op.host = host;
  op.port = port;
  return op;
}

/// Options of a connection: 0 or a code; -ENOTSUP for other streams.
int tcp_nodelay(struct io_stream *connection, bool on);
/// Probes the other side when so many seconds nothing came; 0: never.
int tcp_keepalive(struct io_stream *connection, unsigned seconds);
/// Who is connected, and which address of ours to.
int tcp_peer(struct io_stream *connection, struct io_address *address);
int tcp_local(struct io_stream *connection, struct io_address *address);
/// Closes it so that the other side is told of an error (RST), not of the end.
void tcp_reset(struct io_stream *connection);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_TCP_H
