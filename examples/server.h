// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the servers among the examples have in common. PROGRAM is the name of
// the one that includes this.

#ifndef EXAMPLES_SERVER_H
#define EXAMPLES_SERVER_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <yieldc/io.h>

/// Tells why something could not be done; the code.
static inline int complain(const char *what, int code) {
  fprintf(stderr, PROGRAM ": %s: %s\n", what, uv_strerror(code));
  return code;
}

/// The number that an option was given, at most so large; else the program
/// ends.
static inline unsigned number_of(const char *text, unsigned most) {
  char *end;
  errno = 0;
  unsigned long number = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || errno || number > most) {
    fprintf(stderr, PROGRAM ": '%s' must be a number, at most %u\n", text,
            most);
    exit(2);
  }
  return (unsigned)number;
}

/// Listens, at a port that is free if it is to be 0, and says where.
static inline int listen_at(struct io_listener **listener, const char *address,
                            int port) {
  struct io_address where;
  char text[IO_ADDRESS_TEXT];
  int code = tcp_listen(listener, address, port, NULL);
  if (code)
    return complain(address, code);
  io_address_parse(&where, address, io_listener_port(*listener));
  io_address_text(&where, text, sizeof text);
  printf("listening on %s\n", text);
  fflush(stdout);
  return 0;
}

#endif // EXAMPLES_SERVER_H
