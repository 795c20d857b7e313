// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Unix sockets: connections within this machine. A connection is an io_stream;
// stream.h says how it is read and written.
//
// A path names a file, of less than 108 bytes (else -ENAMETOOLONG), or, if it
// begins with "@", a name in Linux's abstract space, which is no file and free
// again when the listener is closed. ("./@x" is a file.) Empty: -EINVAL.

#ifndef YIELDC_IO_UNIX_H
#define YIELDC_IO_UNIX_H
#pragma GCC system_header

#include <yieldc/io/listener.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How to listen. Zero is what is usual.
struct unix_options {
  int backlog; ///< connections that wait to be accepted; 0: 4096
  mode_t mode; ///< who may connect (write), as for chmod; 0: as the umask says
  /// Takes the place of a socket in the file system at which nobody listens
  /// any more, for its program was killed; never of anything else. Two that do
  /// so at the same moment may both believe to have it.
  bool replace;
};

/// Listens at a path. Options may be null. 0, and the listener is the
/// caller's, who closes it, which removes the file; or a code: -EADDRINUSE if
/// there is something, -EACCES if you may not or there is no such folder;
/// -EINVAL if no loop runs. A relative path must still mean the same then.
/// Does not suspend.
int unix_listen(struct io_listener **listener, const char *path,
                const struct unix_options *options);

/// `struct io_stream *await unix_connect(path)`: connects. The stream is the
/// caller's. Fails with -ENOENT, with -ECONNREFUSED if nobody listens, with
/// -EAGAIN if too many wait to be accepted (try again later), with -EACCES, or
/// what the system says. Never waits.
struct unix_connect {
  struct task_op op;
  struct io_stream *result;
  const char *path;
};
extern const struct task_op_kind unix_connect_kind;
task_must_await static inline struct unix_connect
unix_connect(const char *path) {
  struct unix_connect op;
  op.op.kind = &unix_connect_kind;
  op.op.status = 0;
  op.path = path;
  return op;
}

/// Who is connected: the process, user and group that connected, or listened,
/// at that moment. Each may be null. 0 or a code; -ENOTSUP for other streams.
int unix_peer(struct io_stream *connection, pid_t *process, uid_t *user,
              gid_t *group);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_UNIX_H
