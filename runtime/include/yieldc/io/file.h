// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files. The system has no way to wait for a file, so threads of libuv's pool
// (UV_THREADPOOL_SIZE, four if it is not set) do what is asked, while other
// tasks go on. A file is a descriptor, an int, that all functions of the system
// take too, and any thread.
//
// Each function is the one of the system of the same name, and gives its
// result, or a negative code: -ENOENT, -EACCES, -EBADF, …; -EINVAL for null.
//
// If the task is cancelled before a thread has begun, nothing is done. What a
// thread works on already is waited for: its result is given as always, and the
// task cancelled where it awaits next. So nothing is lost: a descriptor that
// came with the cancellation is the caller's, as any other.
//
//   file_auto_close int fd = await file_open(path, O_RDONLY, 0);
//
// libuv copies paths, which is one allocation, or -ENOMEM. Else nothing is
// allocated, unless it is said here.

#ifndef YIELDC_IO_FILE_H
#define YIELDC_IO_FILE_H
#pragma GCC system_header

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>
#include <uv.h>
#include <yieldc/task/op.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a thread is asked for. Its members are for the library.
struct file_call {
  ssize_t (*finish)(struct file_call *call); ///< of its success; may be null
  bool counts; ///< it is part of a struct file_count
  int fd, flags;
  mode_t mode;
  const char *path, *other;
  void *data;
  size_t size;
  int64_t offset;
  uv_fs_t request;
};

/// What awaiting one of these gives: an int, 0 or more or a code;
struct file_op {
  struct task_op op;
  int result;
  struct file_call call;
};
/// or a number of bytes, or a code.
struct file_count {
  struct task_op op;
  ssize_t result;
  struct file_call call;
};

/// `int await file_open(path, flags, mode)`: a descriptor, which children don't
/// inherit (O_CLOEXEC). The caller closes it. The mode is that of a file made
/// by O_CREAT. What is no file may hold a thread for long: a FIFO until
/// somebody opens its other end.
task_must_await struct file_op file_open(const char *path, int flags,
                                         mode_t mode);
/// `int await file_open_temporary(pattern)`: makes a file, for reading and
/// writing by its owner only, of a name that none has. The last six characters
/// of the pattern, "XXXXXX", become what makes it unique.
task_must_await struct file_op file_open_temporary(char *pattern);
/// `int await file_close(fd)`: is done also if the task is cancelled meanwhile,
/// or before.
task_must_await struct file_op file_close(int fd);

/// `ssize_t await file_read(fd, data, size, offset)`: reads up to `size` bytes
/// at `offset`, or, with -1, where the file stands, which goes on then. 0 at
/// the end.
task_must_await struct file_count file_read(int fd, void *data, size_t size,
                                            int64_t offset);
/// `ssize_t await file_write(fd, data, size, offset)`: writes all. Less only if
/// it failed half way, as when the disk is full; the next write tells why.
task_must_await struct file_count file_write(int fd, const void *data,
                                             size_t size, int64_t offset);
/// `ssize_t await file_sendfile(to, from, offset, size)`: copies up to `size`
/// bytes that begin at `offset` of a file to where `to` stands, in the kernel
/// if it can; 0 at the end. If `to` is a socket a thread is held until the
/// other side has taken all.
task_must_await struct file_count file_sendfile(int to, int from,
                                                int64_t offset, size_t size);

/// `int await file_sync(fd)`: until what was written is on the disk; and
/// file_datasync without times and such, as fdatasync(2).
task_must_await struct file_op file_sync(int fd);
task_must_await struct file_op file_datasync(int fd);
/// `int await file_truncate(fd, size)`
task_must_await struct file_op file_truncate(int fd, int64_t size);

/// `int await file_stat(path, &status)`; file_lstat of a symbolic link itself,
/// file_fstat of a descriptor.
task_must_await struct file_op file_stat(const char *path, struct stat *status);
task_must_await struct file_op file_lstat(const char *path,
                                          struct stat *status);
task_must_await struct file_op file_fstat(int fd, struct stat *status);
/// `int await file_access(path, how)`: 0 if it is there (F_OK), or can be read
/// (R_OK), written (W_OK), run (X_OK) by this user, or a code.
task_must_await struct file_op file_access(const char *path, int how);
/// `int await file_chmod(path, mode)`
task_must_await struct file_op file_chmod(const char *path, mode_t mode);

/// `int await file_rename(from, to)`: also of a folder; replaces what is there.
task_must_await struct file_op file_rename(const char *from, const char *to);
/// `int await file_remove(path)`: of all but folders, which dir_remove removes.
task_must_await struct file_op file_remove(const char *path);
/// `int await file_copy(from, to, flags)`: the contents and the mode of a file.
/// Replaces what is in the other, unless the flags are UV_FS_COPYFILE_EXCL:
/// -EEXIST. If it fails half way the other is removed.
task_must_await struct file_op file_copy(const char *from, const char *to,
                                         int flags);
/// `int await file_link(path, name)`: another name of a file.
task_must_await struct file_op file_link(const char *path, const char *name);
/// `int await file_symlink(target, name)`
task_must_await struct file_op file_symlink(const char *target,
                                            const char *name);
/// `ssize_t await file_readlink(path, text, size)`: writes what a symbolic link
/// leads to, and a zero, to `text`, and gives the length; -ENOSPC if there is
/// no room. file_realpath: the path without symbolic links, "." and "..". Each
/// allocates for a while.
task_must_await struct file_count file_readlink(const char *path, char *text,
                                                size_t size);
task_must_await struct file_count file_realpath(const char *path, char *text,
                                                size_t size);

/// `ssize_t await file_load(path, &data, limit)`: reads a whole file of at most
/// `limit` bytes (-EFBIG), also one that has no size, as those of /proc. Gives
/// the number of bytes. They lie in memory of malloc, with a zero behind them,
/// which the caller frees; in case of failure `data` is null.
struct file_load {
  struct task_op op;
  ssize_t result;
  const char *path;
  char **data;
  size_t limit;
  uv_work_t request;
};
task_must_await struct file_load file_load(const char *path, char **data,
                                           size_t limit);

// file_auto_close int fd = …: closed when the scope ends, also when the task is
// cancelled there; at once, by this thread. Not if it is negative: so set it to
// -1 when it was closed before.
#define file_auto_close __attribute__((cleanup(file_close_variable)))
static inline void file_close_variable(int *variable) {
  if (*variable >= 0)
    close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_FILE_H
