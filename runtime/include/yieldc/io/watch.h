// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Changes in the file system that tasks wait for. A watch belongs to the thread
// whose loop it was opened in; from another one the answer is -EPERM. Null is
// -EINVAL.

#ifndef YIELDC_IO_WATCH_H
#define YIELDC_IO_WATCH_H
#pragma GCC system_header

#include <stdbool.h>
#include <yieldc/task/sync.h>

#ifdef __cplusplus
extern "C" {
#endif

struct file_watch;

/// Watches a file, or a folder with what is in it, but not what is in folders
/// in it. 0, and the watch is the caller's, who closes it; or a code: -ENOENT,
/// -EMFILE, -ENOSPC (/proc/sys/fs/inotify has the limits), -EINVAL if no loop
/// runs. Allocates. Does not suspend.
int watch_open(struct file_watch **watch, const char *path);

/// Something has happened.
struct watch_event {
  bool renamed;   ///< it came or went: made, removed, moved, or given a name
  bool changed;   ///< its contents, or what file_stat tells
  bool lost;      ///< neither, but more has happened than could be kept: look
                  ///< at all of it anew
  char name[256]; ///< of the file, without the path; empty if events were lost
};

/// `int await watch_next(watch, &event)`: waits for the next event: 0, or a
/// code. What happens while nobody waits is kept, but not what is the same as
/// what happened just before, and up to 4096 events; an allocation for each.
/// Any number of tasks can wait; each event is told to one of them.
/// -ECONNABORTED: the watch was closed meanwhile.
struct watch_next {
  struct task_waiting waiting;
  struct watch_event *event;
};
task_must_await struct watch_next watch_next(struct file_watch *watch,
                                             struct watch_event *event);

/// Frees it. Null is fine. Does not suspend.
void watch_close(struct file_watch *watch);

// watch_auto_close struct file_watch *w = …: closed when the scope ends, also
// when the task is cancelled there.
#define watch_auto_close __attribute__((cleanup(watch_close_variable)))
static inline void watch_close_variable(struct file_watch **variable) {
  watch_close(*variable);
}

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_WATCH_H
