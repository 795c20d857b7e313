// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "../task/waiters.h"
#include "handle.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <yieldc/io/process.h>

struct process {
  uv_process_t uv;
  void *thread;
  struct task_links waiters;
  bool has_ended;
  int status, signal;   ///< how
  struct process *next; ///< of those that were left running
};

static int check(const struct process *process) {
  return !process ? -EINVAL : process->thread != &task_loop ? -EPERM : 0;
}

// ---- Those that were left running -------------------------------------------

/// libuv forgets them when they are closed, but the system waits until somebody
/// asks how they ended. (Their loop may be gone before.)
static struct process *left_running;
static pthread_mutex_t left_mutex = PTHREAD_MUTEX_INITIALIZER;

/// Adds one, which may be null, and asks for all.
static void reap(struct process *process) {
  pthread_mutex_lock(&left_mutex);
  if (process) {
    process->next = left_running;
    left_running = process;
  }
  for (struct process **link = &left_running; (process = *link);) {
    if (waitpid(process->uv.pid, NULL, WNOHANG) == 0) {
      link = &process->next;
    } else {
      *link = process->next;
      free(process);
    }
  }
  pthread_mutex_unlock(&left_mutex);
}

// ---- Starting ---------------------------------------------------------------

static void on_exit_of(uv_process_t *uv, int64_t status, int signal) {
  struct process *process = TASK_CONTAINER(struct process, uv, uv);
  process->has_ended = true;
  process->signal = signal;
  process->status = signal ? 128 + signal : (int)status;
  while (task_waiters_wake(&process->waiters, process->status))
    ;
}

/// What libuv is told of the child's descriptor `number`. If that is to be a
/// pipe, ours is made: 0 or a code.
static int prepare(uv_stdio_container_t *container,
                   const struct process_stdio *as, int number,
                   struct io_handle **pipe) {
  int code = 0;
  if (as->pipe) {
    *pipe = io_handle_new(UV_NAMED_PIPE, -1, &code);
    container->flags =
        UV_CREATE_PIPE | (number ? UV_WRITABLE_PIPE : UV_READABLE_PIPE);
    container->data.stream = *pipe ? &(*pipe)->uv.stream : NULL;
  } else if (as->fd == PROCESS_NULL) {
    container->flags = UV_IGNORE;
  } else if (as->fd < 0) {
    code = as->fd;
  } else {
    container->flags = UV_INHERIT_FD;
    container->data.fd = as->fd ? as->fd : number;
  }
  return code;
}

static int start(struct process *process, const struct process_options *options,
                 struct io_handle **pipes) {
  uv_stdio_container_t stdio[3];
  const uv_process_options_t uv = {
      .exit_cb = on_exit_of,
      .file = options->argv[0],
      .args = (char **)options->argv,
      .env = (char **)options->env,
      .cwd = options->cwd,
      .flags = (options->as_user ? UV_PROCESS_SETUID | UV_PROCESS_SETGID : 0u) |
               (options->detached ? UV_PROCESS_DETACHED : 0u),
      .stdio_count = 3,
      .stdio = stdio,
      .uid = options->uid,
      .gid = options->gid};
  int code = prepare(&stdio[0], &options->in, 0, &pipes[0]);
  if (!code)
    code = prepare(&stdio[1], &options->out, 1, &pipes[1]);
  if (!code)
    code = prepare(&stdio[2], &options->err, 2, &pipes[2]);
  return code ? code : uv_spawn(&task_loop->uv, &process->uv, &uv);
}

int process_start(struct process **made,
                  const struct process_options *options) {
  struct io_handle *pipes[3] = {NULL};
  if (!made || !options || !options->argv || !options->argv[0] || !task_loop)
    return -EINVAL;
  struct io_stream **const streams[] = {options->in.pipe, options->out.pipe,
                                        options->err.pipe};
  struct process *process = calloc(1, sizeof *process);
  if (!process)
    return -ENOMEM;
  process->thread = &task_loop;
  int code = start(process, options, pipes);
  for (int i = 0; i < 3; ++i)
    if (pipes[i] && code)
      io_handle_discard(pipes[i]);
    else if (pipes[i])
      *streams[i] = &pipes[i]->stream;
  if (!code)
    *made = process;
  else if (!process->uv.loop) // libuv does not know it yet
    free(process);
  else
    process_end(process);
  return code;
}

// ---- Waiting and closing ----------------------------------------------------

static bool start_wait(struct task_op *op) {
  struct task_waiting *wait = (struct task_waiting *)op;
  struct process *process =
      wait->in ? TASK_CONTAINER(struct process, waiters, wait->in) : NULL;
  wait->result = check(process);
  if (!wait->result && !process->has_ended) {
    task_waiting_add(wait->in, wait);
    return false;
  }
  if (!wait->result)
    wait->result = process->status;
  return io_done_at_once(op);
}

static const struct task_op_kind wait_kind = {.name = "a child process",
                                              .start = start_wait,
                                              .cancel = task_waiting_cancel};

struct task_waiting process_wait(struct process *process) {
  return task_waiting(&wait_kind, process ? &process->waiters : NULL);
}

int process_signal(struct process *process) {
  int code = check(process);
  return code ? code : process->has_ended ? process->signal : -EAGAIN;
}

int process_pid(struct process *process) {
  int code = check(process);
  return code ? code : process->uv.pid;
}

int process_kill(struct process *process, int signal) {
  int code = check(process);
  if (code)
    return code;
  return process->has_ended ? -ESRCH : uv_process_kill(&process->uv, signal);
}

static void on_closed(uv_handle_t *uv) {
  struct process *process = (struct process *)uv;
  // (One that could not be started has no number.)
  if (process->has_ended || !process->uv.pid) {
    free(process);
    process = NULL;
  }
  reap(process);
}

void process_close(struct process *process) {
  if (check(process))
    return;
  while (task_waiters_wake(&process->waiters, -ECONNABORTED))
    ;
  uv_close((uv_handle_t *)&process->uv, on_closed);
}

void process_end(struct process *process) {
  if (process && process->uv.pid)
    process_kill(process, SIGKILL);
  process_close(process);
}
