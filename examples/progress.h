// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line on a terminal that says how far a program is, if it takes more than
// two seconds. Where stderr is no terminal there is none.

#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct progress {
  double all; ///< bytes; 0: not known
  double done;
  time_t next;    ///< the line is written again
  unsigned count; ///< of steps
  bool on, shown;
};

/// The size of a file in bytes; 0 if it is not known, as that of a pipe.
static inline double size_of(int file) {
  struct stat about;
  return fstat(file, &about) ? 0 : (double)about.st_size;
}

/// For a program that reads so many bytes. One that writes lines meanwhile has
/// no such line where they go to a terminal.
static inline struct progress progress_begin(double all, bool writes) {
  return (struct progress){
      .all = all,
      .next = time(NULL) + 3, // two seconds and what was left of this one
      .on = isatty(STDERR_FILENO) && !(writes && isatty(STDOUT_FILENO)),
  };
}

/// So many bytes more are done.
static inline void progress_step(struct progress *p, size_t bytes) {
  p->done += (double)bytes;
  if (!p->on || ++p->count % 64 || time(NULL) < p->next)
    return;
  p->next = time(NULL) + 1;
  p->shown = true;
  if (p->all > 0)
    fprintf(stderr, "\r%.0f %% ", 100 * p->done / p->all);
  else
    fprintf(stderr, "\r%.0f MB ", p->done / 1e6);
}

/// Takes the line away.
static inline void progress_end(struct progress *p) {
  if (p->shown)
    fprintf(stderr, "\r\x1b[K");
  p->shown = false;
}

#endif
