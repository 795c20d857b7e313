// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names of hosts and their addresses, as getaddrinfo and getnameinfo find them:
// /etc/hosts, DNS, and what else the system is told to ask.
//
// They block, so threads of libuv make them: at most half of its four
// (UV_THREADPOOL_SIZE), so that two that hang hold up the others. If the task
// is cancelled, or its time is up, it goes on at once; but the thread until the
// resolver gives up, and the end of task_run waits for it. One allocation.
//
// Codes: -EINVAL, -ENOMEM, and UV_EAI_… as they are, which are -3000 and less
// and no errno: uv_strerror prints them ("unknown node or service" is
// UV_EAI_NONAME, "temporary failure" UV_EAI_AGAIN), strerror does not.

#ifndef YIELDC_IO_DNS_H
#define YIELDC_IO_DNS_H
#pragma GCC system_header

#include <yieldc/io/address.h>
#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

/// `int await dns_lookup(host, port, family, addresses, capacity)`: the
/// addresses of a host, with that port, the best ones first. The family is
/// AF_INET, AF_INET6, or 0 for both. Gives how many there are in `addresses`,
/// at least 1 and at most `capacity`; more are dropped. A host in numbers is
/// not asked for. If the task is cancelled nothing is written.
struct dns_lookup {
  struct task_op op;
  int result;
  int port, family;
  const char *host;
  struct io_address *addresses;
  size_t capacity;
  struct dns_lookup_state *state; ///< allocated: a thread looks into it
};
extern const struct task_op_kind dns_lookup_kind;
task_must_await static inline struct dns_lookup
dns_lookup(const char *host, int port, int family, struct io_address *addresses,
           size_t capacity) {
  struct dns_lookup op;
  op.op.kind = &dns_lookup_kind;
  op.op.status = 0;
  op.port = port;
  op.family = family;
  op.host = host;
  op.addresses = addresses;
  op.capacity = capacity;
  return op;
}

/// Room for the longest name that dns_name writes.
enum { DNS_NAME = 1025 };

/// `int await dns_name(address, name, size)`: the name of an address, and a
/// zero. Gives its length, -ENOSPC, or UV_EAI_NONAME if it has none. Whoever
/// owns the address says what its name is: it proves nothing.
struct dns_name {
  struct task_op op;
  int result;
  const struct io_address *address;
  char *name;
  size_t size;
  struct dns_name_state *state;
};
extern const struct task_op_kind dns_name_kind;
task_must_await static inline struct dns_name
dns_name(const struct io_address *address, char *name, size_t size) {
  struct dns_name op;
  op.op.kind = &dns_name_kind;
  op.op.status = 0;
  op.address = address;
  op.name = name;
  op.size = size;
  return op;
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_DNS_H
