// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "file.h"
#include <stdlib.h>

/// Reads to the end. The size that is told may be wrong, or none.
static ssize_t read_to_end(int fd, char **data, size_t limit) {
  struct stat status;
  size_t size = 0, room = 4096;
  if (fstat(fd, &status))
    return -errno;
  if (status.st_size > 0 && (size_t)status.st_size > limit)
    return -EFBIG;
  if ((size_t)status.st_size >= room)
    room = (size_t)status.st_size + 1; // so that the end is seen
  for (;; room *= 2) {
    char *more = realloc(*data, room + 1);
    if (!more)
      return -ENOMEM;
    *data = more;
    while (size < room) {
      ssize_t count = read(fd, more + size, room - size);
      if (count < 0 && errno != EINTR)
        return -errno;
      if (count == 0) {
        more[size] = 0;
        return (ssize_t)size;
      }
      if (count > 0 && (size += (size_t)count) > limit)
        return -EFBIG;
    }
  }
}

/// By a thread of libuv.
static void load(uv_work_t *request) {
  struct file_load *file = TASK_CONTAINER(struct file_load, request, request);
  int fd = open(file->path, O_RDONLY | O_CLOEXEC);
  file->result = fd < 0 ? -errno : read_to_end(fd, file->data, file->limit);
  if (fd >= 0)
    close(fd);
  if (file->result < 0) {
    free(*file->data);
    *file->data = NULL;
  }
}

static void on_loaded(uv_work_t *request, int status) {
  struct file_load *file = TASK_CONTAINER(struct file_load, request, request);
  --task_loop->in_flight;
  io_op_done(&file->op, status);
}

static bool start_load(struct task_op *op) {
  struct file_load *file = (struct file_load *)op;
  // (Once it is queued the result is the other thread's.)
  int code =
      file->path && file->data
          ? uv_queue_work(&task_loop->uv, &file->request, load, on_loaded)
          : -EINVAL;
  if (!code) {
    ++task_loop->in_flight;
    return false;
  }
  file->result = code;
  return io_done_at_once(op);
}

static void cancel_load(struct task_op *op) {
  uv_cancel((uv_req_t *)&((struct file_load *)op)->request);
}

static const struct task_op_kind load_kind = {
    .name = "a file to be read", .start = start_load, .cancel = cancel_load};

struct file_load file_load(const char *path, char **data, size_t limit) {
  if (data)
    *data = NULL;
  return (struct file_load){
      .op.kind = &load_kind, .path = path, .data = data, .limit = limit};
}
