// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "stream.h"
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc/io/dns.h>

// ---- Addresses of a name ----------------------------------------------------

struct dns_lookup_state {
  struct dns_lookup *op; ///< null: given up
  uv_getaddrinfo_t request;
};

/// Copies the addresses that there is room for.
static int copy(const struct dns_lookup *lookup, const struct addrinfo *found) {
  size_t count = 0;
  for (; found && count < lookup->capacity; found = found->ai_next)
    if (found->ai_addrlen <= sizeof(struct io_address)) {
      struct io_address *address = &lookup->addresses[count++];
      memset(address, 0, sizeof *address);
      memcpy(address, found->ai_addr, found->ai_addrlen);
      if (address->of.any.sa_family == AF_INET6)
        address->of.ipv6.sin6_port = htons((uint16_t)lookup->port);
      else
        address->of.ipv4.sin_port = htons((uint16_t)lookup->port);
    }
  return count ? (int)count : UV_EAI_NODATA;
}

static void on_found(uv_getaddrinfo_t *request, int status,
                     struct addrinfo *found) {
  struct dns_lookup_state *state =
      TASK_CONTAINER(struct dns_lookup_state, request, request);
  struct dns_lookup *lookup = state->op;
  free(state);
  if (lookup) {
    --task_loop->in_flight;
    lookup->result = status ? status : copy(lookup, found);
    task_op_done(&lookup->op);
  }
  uv_freeaddrinfo(found);
}

static bool is_valid(const struct dns_lookup *lookup) {
  return lookup->host && lookup->addresses && lookup->capacity &&
         lookup->port >= 0 && lookup->port <= 65535 &&
         (lookup->family == AF_UNSPEC || lookup->family == AF_INET ||
          lookup->family == AF_INET6);
}

/// A host in numbers: whether it was one.
static bool parse(const struct dns_lookup *lookup) {
  struct io_address address;
  if (io_address_parse(&address, lookup->host, lookup->port) ||
      (lookup->family && lookup->family != address.of.any.sa_family))
    return false;
  lookup->addresses[0] = address;
  return true;
}

static bool start_lookup(struct task_op *op) {
  struct dns_lookup *lookup = (struct dns_lookup *)op;
  struct dns_lookup_state *state = NULL;
  // (Of each address once, rather than for each kind of socket.)
  const struct addrinfo hints = {.ai_family = lookup->family,
                                 .ai_socktype = SOCK_STREAM};
  if (!is_valid(lookup))
    lookup->result = -EINVAL;
  else if (parse(lookup))
    lookup->result = 1;
  else if (!(state = malloc(sizeof *state)))
    lookup->result = -ENOMEM;
  else if (!(lookup->result =
                 uv_getaddrinfo(&task_loop->uv, &state->request, on_found,
                                lookup->host, NULL, &hints))) {
    lookup->state = state;
    state->op = lookup;
    ++task_loop->in_flight;
    return false;
  }
  free(state);
  return io_done_at_once(op);
}

static void cancel_lookup(struct task_op *op) {
  struct dns_lookup_state *state = ((struct dns_lookup *)op)->state;
  state->op = NULL;
  --task_loop->in_flight;
  uv_cancel((uv_req_t *)&state->request); // if it has not begun
  task_op_given_up(op);
}

const struct task_op_kind dns_lookup_kind = {.name = "a host's addresses",
                                             .start = start_lookup,
                                             .cancel = cancel_lookup};

// ---- The name of an address -------------------------------------------------

struct dns_name_state {
  struct dns_name *op; ///< null: given up
  uv_getnameinfo_t request;
};

static int write_name(const struct dns_name *name, const char *host) {
  size_t length = strlen(host);
  if (length >= name->size)
    return -ENOSPC;
  memcpy(name->name, host, length + 1);
  return (int)length;
}

static void on_named(uv_getnameinfo_t *request, int status, const char *host,
                     const char *service) {
  struct dns_name_state *state =
      TASK_CONTAINER(struct dns_name_state, request, request);
  struct dns_name *name = state->op;
  (void)service;
  if (name) {
    --task_loop->in_flight;
    name->result = status ? status : write_name(name, host);
    task_op_done(&name->op);
  }
  free(state);
}

static bool start_name(struct task_op *op) {
  struct dns_name *name = (struct dns_name *)op;
  struct dns_name_state *state = NULL;
  if (!name->address || !name->name)
    name->result = -EINVAL;
  else if (!(state = malloc(sizeof *state)))
    name->result = -ENOMEM;
  else if (!(name->result =
                 uv_getnameinfo(&task_loop->uv, &state->request, on_named,
                                &name->address->of.any, NI_NAMEREQD))) {
    name->state = state;
    state->op = name;
    ++task_loop->in_flight;
    return false;
  }
  free(state);
  return io_done_at_once(op);
}

static void cancel_name(struct task_op *op) {
  struct dns_name_state *state = ((struct dns_name *)op)->state;
  state->op = NULL;
  --task_loop->in_flight;
  uv_cancel((uv_req_t *)&state->request);
  task_op_given_up(op);
}

const struct task_op_kind dns_name_kind = {
    .name = "an address's name", .start = start_name, .cancel = cancel_name};
