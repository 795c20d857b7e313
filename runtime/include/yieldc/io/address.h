// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Internet addresses with a port.

#ifndef YIELDC_IO_ADDRESS_H
#define YIELDC_IO_ADDRESS_H
#pragma GCC system_header

#include <netinet/in.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct io_address {
  union {
    struct sockaddr any;
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
  } of;
};

/// Room for what io_address_text writes.
enum { IO_ADDRESS_TEXT = 64 };

/// Reads an address in numbers, "127.0.0.1", "::1", "fe80::1%eth0"; null: any
/// of this machine ("::"). 0, or -EINVAL.
int io_address_parse(struct io_address *address, const char *text, int port);
/// Writes it, "127.0.0.1:80" or "[::1]:80", and a zero. Its length, or -ENOSPC,
/// or -EINVAL.
int io_address_text(const struct io_address *address, char *text, size_t size);
int io_address_port(const struct io_address *address);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_ADDRESS_H
