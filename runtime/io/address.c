// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>
#include <yieldc/io/address.h>

int io_address_parse(struct io_address *address, const char *text, int port) {
  if (!address || port < 0 || port > 65535)
    return -EINVAL;
  memset(address, 0, sizeof *address);
  if (!text)
    text = "::";
  if (uv_ip4_addr(text, port, &address->of.ipv4) == 0)
    return 0;
  return uv_ip6_addr(text, port, &address->of.ipv6) ? -EINVAL : 0;
}

int io_address_text(const struct io_address *address, char *text, size_t size) {
  char host[INET6_ADDRSTRLEN];
  if (!address || !text)
    return -EINVAL;
  bool is_ipv6 = address->of.any.sa_family == AF_INET6;
  int code = is_ipv6 ? uv_ip6_name(&address->of.ipv6, host, sizeof host)
             : address->of.any.sa_family == AF_INET
                 ? uv_ip4_name(&address->of.ipv4, host, sizeof host)
                 : -EINVAL;
  if (code)
    return code;
  int length = snprintf(text, size, is_ipv6 ? "[%s]:%d" : "%s:%d", host,
                        io_address_port(address));
  return (size_t)length < size ? length : -ENOSPC;
}

int io_address_port(const struct io_address *address) {
  return !address ? -EINVAL
                  : ntohs(address->of.any.sa_family == AF_INET6
                              ? address->of.ipv6.sin6_port
                              : address->of.ipv4.sin_port);
}
