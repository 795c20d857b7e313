// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For tests of TLS: two streams that have shaken hands, or tried to, and a proxy
// in between.

#ifndef HANDSHAKES_H
#define HANDSHAKES_H

#include "authority.h"
#include <dirent.h>
#include <errno.h>
#include <yieldc/io.h>
#include <yieldc/io/tls.h>

/// Awaited in many places: else each of them would be compiled with a copy.
#define ONCE __attribute__((noinline))

/// One side of a handshake.
struct side {
  struct tls_context *context;
  const char *hostname; ///< null: accepts
  struct io_stream *transport, *stream;
  int code;
  const char *reason;
};

ONCE static task(int) shakes(struct side *side) {
  int code;
  side->stream = side->hostname
                     ? task_catch(code, await tls_connect(
                                            side->context, side->transport,
                                            side->hostname, &side->reason))
                     : task_catch(code, await tls_accept(side->context,
                                                         side->transport,
                                                         &side->reason));
  side->code = code;
  EXPECT(!side->stream == (code != 0));
  return 0;
}

/// Whatever comes of it.
ONCE static task(int) shake(struct side *client, struct side *server) {
  task_group(g);
  EXPECT(!task_spawn(g, shakes(client)));
  EXPECT(!task_spawn(g, shakes(server)));
  return await task_group_wait(g);
}

static void close_side(struct side *side) { io_close(side->stream); }
#define SIDE __attribute__((cleanup(close_side))) struct side

/// Carries what comes to the other stream, so many bytes at a time.
static task(int) carries(struct io_stream *from, struct io_stream *to,
                         size_t size) {
  char data[1000];
  ssize_t count;
  while ((count = await io_read(from, data, size)) > 0)
    if ((count = await io_write(to, data, (size_t)count)) < 0)
      break;
  await io_shutdown(to);
  return 0;
}

/// Connects two transports with a proxy that lasts until both directions have
/// ended.
static task(int) proxy(struct io_stream *left, struct io_stream *right,
                       size_t size) {
  io_auto_close struct io_stream *one = left, *other = right;
  task_group(g);
  task_spawn(g, carries(one, other, size));
  task_spawn(g, carries(other, one, size));
  return await task_group_wait(g);
}

static int open_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder))
    ++count;
  closedir(folder);
  return count;
}

/// Reads so many bytes; fewer if the stream ends before, or a code.
ONCE static task(ssize_t) read_all(struct io_stream *stream, void *data,
                              size_t size) {
  size_t done = 0;
  while (done < size) {
    ssize_t count = await io_read(stream, (char *)data + done, size - done);
    if (count < 0)
      return count;
    if (!count)
      break;
    done += (size_t)count;
  }
  return (ssize_t)done;
}

#endif
