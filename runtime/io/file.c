// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "file.h"
#include <string.h>

// ---- What all have in common ------------------------------------------------

/// Writes the result; the operation.
static struct task_op *set_result(struct file_call *call, ssize_t result) {
  if (call->counts) {
    struct file_count *count = TASK_CONTAINER(struct file_count, call, call);
    count->result = result;
    return &count->op;
  }
  struct file_op *file = TASK_CONTAINER(struct file_op, call, call);
  file->result = (int)result;
  return &file->op;
}

bool file_begun(struct file_call *call, int code) {
  if (code)
    return io_done_at_once(set_result(call, code));
  ++task_loop->in_flight;
  return false;
}

void file_done(uv_fs_t *request) {
  struct file_call *call = TASK_CONTAINER(struct file_call, request, request);
  ssize_t result = request->result;
  --task_loop->in_flight;
  if (result >= 0 && call->finish)
    result = call->finish(call);
  uv_fs_req_cleanup(request);
  io_op_done(set_result(call, result), result);
}

void file_cancel(struct task_op *op) {
  // (If a thread works on it already there is nothing to do but to wait.)
  uv_cancel((uv_req_t *)&file_call_of(op)->request);
}

ssize_t file_take_name(struct file_call *call) {
  strcpy(call->data, call->request.path);
  return call->request.result;
}

// ---- Opening, reading, writing ----------------------------------------------

FILE_KIND(open, "a file to be opened", file_cancel, call->path, call->path,
          call->flags, call->mode)
struct file_op file_open(const char *path, int flags, mode_t mode) {
  return FILE_OP(open, .path = path, .flags = flags, .mode = mode);
}

FILE_KIND(mkstemp, "a file to be opened", file_cancel, call->data, call->data)
struct file_op file_open_temporary(char *pattern) {
  return FILE_OP(mkstemp, .finish = file_take_name, .data = pattern);
}

FILE_KIND(close, "a file to be closed", NULL, true, call->fd)
struct file_op file_close(int fd) { return FILE_OP(close, .fd = fd); }

static uv_buf_t memory_of(const struct file_call *call) {
  return (uv_buf_t){.base = call->data, .len = call->size};
}

FILE_KIND(read, "a file to be read", file_cancel, call->data || !call->size,
          call->fd, (uv_buf_t[]){memory_of(call)}, 1, call->offset)
struct file_count file_read(int fd, void *data, size_t size, int64_t offset) {
  return FILE_COUNT(read, .fd = fd, .data = data, .size = size,
                    .offset = offset);
}

FILE_KIND(write, "a file to be written", file_cancel, call->data || !call->size,
          call->fd, (uv_buf_t[]){memory_of(call)}, 1, call->offset)
struct file_count file_write(int fd, const void *data, size_t size,
                             int64_t offset) {
  return FILE_COUNT(write, .fd = fd, .data = (void *)data, .size = size,
                    .offset = offset);
}

FILE_KIND(sendfile, "a file to be sent", file_cancel, true, call->fd,
          call->flags, call->offset, call->size)
struct file_count file_sendfile(int to, int from, int64_t offset, size_t size) {
  return FILE_COUNT(sendfile, .fd = to, .flags = from, .offset = offset,
                    .size = size);
}

FILE_KIND(fsync, "a file to be on the disk", file_cancel, true, call->fd)
struct file_op file_sync(int fd) { return FILE_OP(fsync, .fd = fd); }

FILE_KIND(fdatasync, "a file to be on the disk", file_cancel, true, call->fd)
struct file_op file_datasync(int fd) { return FILE_OP(fdatasync, .fd = fd); }

FILE_KIND(ftruncate, "a file to be truncated", file_cancel, true, call->fd,
          call->offset)
struct file_op file_truncate(int fd, int64_t size) {
  return FILE_OP(ftruncate, .fd = fd, .offset = size);
}

// ---- What is known of a file ------------------------------------------------

static struct timespec time_of(uv_timespec_t time) {
  return (struct timespec){.tv_sec = time.tv_sec, .tv_nsec = time.tv_nsec};
}

static ssize_t take_status(struct file_call *call) {
  const uv_stat_t *from = &call->request.statbuf;
  *(struct stat *)call->data = (struct stat){.st_dev = from->st_dev,
                                             .st_ino = from->st_ino,
                                             .st_mode = from->st_mode,
                                             .st_nlink = from->st_nlink,
                                             .st_uid = from->st_uid,
                                             .st_gid = from->st_gid,
                                             .st_rdev = from->st_rdev,
                                             .st_size = from->st_size,
                                             .st_blksize = from->st_blksize,
                                             .st_blocks = from->st_blocks,
                                             .st_atim = time_of(from->st_atim),
                                             .st_mtim = time_of(from->st_mtim),
                                             .st_ctim = time_of(from->st_ctim)};
  return 0;
}

FILE_KIND(stat, "the status of a file", file_cancel, call->path && call->data,
          call->path)
struct file_op file_stat(const char *path, struct stat *status) {
  return FILE_OP(stat, .finish = take_status, .path = path, .data = status);
}

FILE_KIND(lstat, "the status of a file", file_cancel, call->path && call->data,
          call->path)
struct file_op file_lstat(const char *path, struct stat *status) {
  return FILE_OP(lstat, .finish = take_status, .path = path, .data = status);
}

FILE_KIND(fstat, "the status of a file", file_cancel, call->data, call->fd)
struct file_op file_fstat(int fd, struct stat *status) {
  return FILE_OP(fstat, .finish = take_status, .fd = fd, .data = status);
}

FILE_KIND(access, "the status of a file", file_cancel, call->path, call->path,
          call->flags)
struct file_op file_access(const char *path, int how) {
  return FILE_OP(access, .path = path, .flags = how);
}

FILE_KIND(chmod, "a mode to be changed", file_cancel, call->path, call->path,
          call->mode)
struct file_op file_chmod(const char *path, mode_t mode) {
  return FILE_OP(chmod, .path = path, .mode = mode);
}

// ---- Names ------------------------------------------------------------------

FILE_KIND(rename, "a file to be renamed", file_cancel,
          call->path && call->other, call->path, call->other)
struct file_op file_rename(const char *from, const char *to) {
  return FILE_OP(rename, .path = from, .other = to);
}

FILE_KIND(unlink, "a file to be removed", file_cancel, call->path, call->path)
struct file_op file_remove(const char *path) {
  return FILE_OP(unlink, .path = path);
}

FILE_KIND(copyfile, "a file to be copied", file_cancel,
          call->path && call->other, call->path, call->other, call->flags)
struct file_op file_copy(const char *from, const char *to, int flags) {
  return FILE_OP(copyfile, .path = from, .other = to, .flags = flags);
}

FILE_KIND(link, "a link to be made", file_cancel, call->path && call->other,
          call->path, call->other)
struct file_op file_link(const char *path, const char *name) {
  return FILE_OP(link, .path = path, .other = name);
}

FILE_KIND(symlink, "a link to be made", file_cancel, call->path && call->other,
          call->path, call->other, 0)
struct file_op file_symlink(const char *target, const char *name) {
  return FILE_OP(symlink, .path = target, .other = name);
}

static ssize_t take_text(struct file_call *call) {
  size_t length = strlen(call->request.ptr);
  if (length >= call->size)
    return -ENOSPC;
  memcpy(call->data, call->request.ptr, length + 1);
  return (ssize_t)length;
}

FILE_KIND(readlink, "a link to be read", file_cancel, call->path && call->data,
          call->path)
struct file_count file_readlink(const char *path, char *text, size_t size) {
  return FILE_COUNT(readlink, .finish = take_text, .path = path, .data = text,
                    .size = size);
}

FILE_KIND(realpath, "a path to be found", file_cancel, call->path && call->data,
          call->path)
struct file_count file_realpath(const char *path, char *text, size_t size) {
  return FILE_COUNT(realpath, .finish = take_text, .path = path, .data = text,
                    .size = size);
}
