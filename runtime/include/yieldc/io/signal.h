// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signals that tasks wait for. A watch belongs to the thread whose loop it was
// opened in; from another one the answer is -EPERM. Null is -EINVAL.

#ifndef YIELDC_IO_SIGNAL_H
#define YIELDC_IO_SIGNAL_H
#pragma GCC system_header

#include <signal.h>
#include <yieldc/task/sync.h>

#ifdef __cplusplus
extern "C" {
#endif

struct signal_watch;

/// int signal_open(&watch, SIGINT, SIGTERM): from now on these signals do not
/// what they do by default, but are told to who waits. Several watches, also of
/// other loops, are all told. 0, and the watch is the caller's, who closes it;
/// or a code: -EINVAL for what is no signal, or can't be caught, or if no loop
/// runs. One allocation. Does not suspend.
#define signal_open(watch, ...) signal_open_list(watch, __VA_ARGS__, 0)
int signal_open_list(struct signal_watch **watch, int signal, ...);

/// `int await signal_wait(watch)`: waits for one of its signals, and gives its
/// number. What comes while nobody waits is kept, but each signal once only,
/// however often it came. Any number of tasks can wait; each signal is told to
/// one of them. -ECONNABORTED: the watch was closed meanwhile.
task_must_await struct task_waiting signal_wait(struct signal_watch *watch);

/// Its signals do again what they do by default, if no other watch has them; by
/// default SIGPIPE ends the program. Frees it. Null is fine. Does not suspend.
void signal_close(struct signal_watch *watch);

// signal_auto_close struct signal_watch *w = …: closed when the scope ends,
// also when the task is cancelled there.
#define signal_auto_close __attribute__((cleanup(signal_close_variable)))
static inline void signal_close_variable(struct signal_watch **variable) {
  signal_close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_SIGNAL_H
