// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libuv 1.44 cuts long paths and knows no abstract names.

#define _GNU_SOURCE // struct ucred

#include "listener.h"
#include "pipe.h"
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <yieldc/io/unix.h>

struct name {
  struct sockaddr_un address;
  socklen_t length;
  bool is_file;
};

static int name_of(struct name *name, const char *path) {
  size_t length = path ? strlen(path) : 0;
  memset(name, 0, sizeof *name);
  if (!length || !strcmp(path, "@"))
    return -EINVAL;
  if (length >= sizeof name->address.sun_path)
    return -ENAMETOOLONG;
  name->address.sun_family = AF_UNIX;
  memcpy(name->address.sun_path, path, length);
  name->is_file = path[0] != '@';
  if (!name->is_file)
    name->address.sun_path[0] = 0;
  // (The length of an abstract name tells where it ends.)
  name->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length +
                             name->is_file);
  return 0;
}

static int new_socket(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  return fd < 0 ? -errno : fd;
}

/// A socket that is connected, or a code. What is not done at once is refused.
static int connected(const struct name *name) {
  int fd = new_socket();
  if (fd >= 0 &&
      connect(fd, (const struct sockaddr *)&name->address, name->length)) {
    int code = -errno;
    close(fd);
    return code;
  }
  return fd;
}

// ---- Listening --------------------------------------------------------------

static bool is_stale(const struct name *name, const char *path) {
  struct stat status;
  if (lstat(path, &status) || !S_ISSOCK(status.st_mode))
    return false;
  int fd = connected(name);
  if (fd >= 0)
    close(fd);
  return fd == -ECONNREFUSED;
}

static int bind_file(uv_pipe_t *pipe, const struct name *name, const char *path,
                     const struct unix_options *options) {
  int code = uv_pipe_bind(pipe, path); // which has uv_close remove it
  if (code == -EADDRINUSE && options->replace && is_stale(name, path)) {
    unlink(path);
    code = uv_pipe_bind(pipe, path);
  }
  // (Nobody can connect before it listens.)
  if (!code && options->mode && chmod(path, options->mode))
    code = -errno;
  return code;
}

static int bind_abstract(uv_pipe_t *pipe, const struct name *name) {
  int fd = new_socket();
  if (fd < 0)
    return fd;
  int code = bind(fd, (const struct sockaddr *)&name->address, name->length)
                 ? -errno
                 : uv_pipe_open(pipe, fd);
  if (code)
    close(fd);
  return code;
}

int unix_listen(struct io_listener **made, const char *path,
                const struct unix_options *options) {
  static const struct unix_options usual;
  struct io_listener *listener;
  struct name name;
  if (!options)
    options = &usual;
  int code = made ? name_of(&name, path) : -EINVAL;
  if (!code)
    code = io_listener_new(&listener, false);
  if (code)
    return code;
  uv_pipe_t *pipe = &listener->uv.pipe;
  code = name.is_file ? bind_file(pipe, &name, path, options)
                      : bind_abstract(pipe, &name);
  if (!code)
    code = io_listener_listen(listener,
                              options->backlog ? options->backlog : 4096);
  if (code)
    io_listener_close(listener);
  else
    *made = listener;
  return code;
}

// ---- Connecting -------------------------------------------------------------

static bool start_connect(struct task_op *op) {
  struct unix_connect *connect = (struct unix_connect *)op;
  struct name name;
  connect->result = NULL;
  op->status = name_of(&name, connect->path);
  if (!op->status) {
    int fd = connected(&name);
    op->status = fd < 0 ? fd : io_adopt(&connect->result, UV_NAMED_PIPE, fd);
    if (fd >= 0 && op->status)
      close(fd);
  }
  return io_done_at_once(op);
}

const struct task_op_kind unix_connect_kind = {.name = "to be connected",
                                               .start = start_connect};

// ---- The other side ---------------------------------------------------------

int unix_peer(struct io_stream *connection, pid_t *process, uid_t *user,
              gid_t *group) {
  struct ucred peer;
  struct sockaddr_un address;
  socklen_t size = sizeof peer, length = sizeof address;
  int fd = io_handle_fd(connection);
  if (fd < 0)
    return fd;
  // (Sockets of other kinds answer, but do not know.)
  if (getsockname(fd, (struct sockaddr *)&address, &length) ||
      address.sun_family != AF_UNIX)
    return -ENOTSUP;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size))
    return -errno;
  if (process)
    *process = peer.pid;
  if (user)
    *user = peer.uid;
  if (group)
    *group = peer.gid;
  return 0;
}
