// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Children: other programs that this one runs. A child belongs to the thread
// whose loop it was started in; from another one the answer is -EPERM. Null is
// -EINVAL. The library needs SIGCHLD: a program that handles it, or calls
// wait(2) for any child, takes away what is waited for here.

#ifndef YIELDC_IO_PROCESS_H
#define YIELDC_IO_PROCESS_H
#pragma GCC system_header

#include <stdbool.h>
#include <sys/types.h>
#include <yieldc/io/stream.h>
#include <yieldc/task/sync.h>

#ifdef __cplusplus
extern "C" {
#endif

struct process;

/// For process_stdio.fd: /dev/null. (No code of failure.)
enum { PROCESS_NULL = -4096 };

/// Where a child reads or writes. Zero is where this program does.
struct process_stdio {
  /// A stream is made, whose other end the child gets, and stored here. It is
  /// the caller's, who closes it.
  struct io_stream **pipe;
  /// Else a descriptor, which remains the caller's, or PROCESS_NULL. 0: this
  /// program's own stdin, stdout or stderr. What the child gets becomes
  /// blocking, also for this program: so don't io_open the same. A code of
  /// failure, as file_open gives, is what process_start gives then.
  int fd;
};

/// What to run. All but `argv` may be zero.
struct process_options {
  char *const *argv; ///< the program, looked for in its $PATH, what it is told,
                     ///< and null; as execvp(3) takes it
  char *const *env;  ///< "NAME=value", …, and null; null: as this program's
  const char *cwd;   ///< null: as this program's
  bool as_user;      ///< runs as `uid` and `gid`, and in no other group
  uid_t uid;
  gid_t gid;
  bool detached; ///< in a session of its own: a terminal's signals, such as
                 ///< SIGINT, do not reach it
  struct process_stdio in, out, err;
};

/// Starts a child: 0, and it is the caller's, who closes it, and the streams
/// too; or a code, and nothing is changed: -ENOENT, -EACCES, …, as execvp(3)
/// says, also if it was `cwd`; -EPERM; -EAGAIN, -EMFILE; -EINVAL if no loop
/// runs. In the child signals do what they do by default, and none is blocked.
/// It inherits other descriptors that are not O_CLOEXEC; all that this library
/// makes are.
///
/// Its streams are Unix sockets: io_shutdown ends what it reads, but it can't
/// open its own /dev/stdin. Allocates. Does not suspend, but blocks until the
/// program is loaded; some milliseconds, if this one has much memory.
int process_start(struct process **process,
                  const struct process_options *options);

/// `int await process_wait(process)`: waits until it has ended, and gives its
/// exit status, 0 to 255; or, as the shell does, 128 and the signal that it was
/// ended by. Any number of tasks can wait, and ask again. What it wrote may not
/// have been read yet. -ECONNABORTED: it was closed meanwhile.
task_must_await struct task_waiting process_wait(struct process *process);
/// Of one that has ended: the signal by which, or 0. -EAGAIN before.
int process_signal(struct process *process);
/// Its number, also when it has ended.
int process_pid(struct process *process);
/// Sends it a signal: 0 or a code; -ESRCH if it has ended.
int process_kill(struct process *process, int signal);

/// Nobody will ask for it any more. A child that runs goes on; when it has
/// ended it is a zombie until another one is closed. Frees it. Null is fine.
/// Does not suspend.
void process_close(struct process *process);
/// The same, but a child that runs is killed (SIGKILL).
void process_end(struct process *process);

// process_auto_end struct process *p = …: ended when the scope ends, also when
// the task is cancelled there.
#define process_auto_end __attribute__((cleanup(process_end_variable)))
static inline void process_end_variable(struct process **variable) {
  process_end(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_PROCESS_H
