// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests of faults have in common: two ends of a connection, bytes that
// tell where they belong, dice, and a count of what is open.

#ifndef FAULTS_H
#define FAULTS_H

#include "../../expect.h"
#include <dirent.h>
#include <errno.h>
#include <yieldc/io.h>

static int open_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder))
    ++count;
  closedir(folder);
  return count;
}

/// The byte at that place of a stream.
static char byte_at(size_t at) { return (char)(at * 31 + at / 251); }

static void fill(char *data, size_t size, size_t at) {
  for (size_t i = 0; i < size; ++i)
    data[i] = byte_at(at + i);
}

static bool is_filled(const char *data, size_t size, size_t at) {
  for (size_t i = 0; i < size; ++i)
    if (data[i] != byte_at(at + i))
      return false;
  return true;
}

static unsigned roll(unsigned long long *seed, unsigned sides) {
  *seed ^= *seed >> 12; // xorshift64*, Vigna 2016
  *seed ^= *seed << 25;
  *seed ^= *seed >> 27;
  return (unsigned)((*seed * 2685821657736338717u) >> 33) % sides;
}
static unsigned dice(unsigned sides) {
  static unsigned long long seed = 1;
  return roll(&seed, sides);
}

// ---- Two ends ---------------------------------------------------------------

enum kind { TCP, PAIR, KINDS };

static task(int) accepts(struct io_listener *listener,
                         struct io_stream **stream) {
  *stream = await io_accept(listener);
  return 0;
}

/// Both ends of a connection over TCP, or of a pair of sockets.
static task(int) make_ends(enum kind kind, struct io_stream **one,
                           struct io_stream **other) {
  if (kind == PAIR)
    return io_socketpair(one, other);
  io_auto_close_listener struct io_listener *listener = NULL;
  int code = tcp_listen(&listener, "127.0.0.1", 0, NULL);
  if (code)
    return code;
  task_group(g);
  task_spawn(g, accepts(listener, one));
  *other = await tcp_connect("127.0.0.1", io_listener_port(listener));
  return await task_group_wait(g);
}

#endif // FAULTS_H
