// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a web server's log says: the pages that were asked for the most, the
// errors per minute, and how long requests took. Lines are in the "combined"
// format, with the milliseconds that the request took at the end:
//
//   10.0.0.7 - - [28/Nov/2026:05:41:55 +0000] "GET /a?b=c HTTP/1.1" 200 512 "-"
//   "agent" 37
//
// However long the log is, what is kept is one number for each page, for each
// minute with errors and for each millisecond up to a minute.
//
//   yieldcc -O2 weblog.c -o weblog && ./weblog access.log

#define _GNU_SOURCE // memrchr, fileno
#include "weblog.h"

#include "progress.h"

static int status = 0;

static void complain(const char *name, int code) {
  fprintf(stderr, "weblog: %s: %s\n", name, strerror(code));
  status = 1;
}

/// The same lines; says how far they are. `all` is the size of the file.
static generator(struct text) with_progress(generator(struct text) g,
                                            double all) {
  __attribute__((cleanup(progress_end))) struct progress progress =
      progress_begin(all, false);
  foreach (line, g) {
    progress_step(&progress, line.end - line.begin + 1);
    yield line;
  }
}

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "r") : argc == 1 ? stdin : NULL;
  const char *name = argc == 2 ? argv[1] : "stdin";
  if (argc > 2) {
    fprintf(stderr, "usage: weblog [FILE]\n");
    return 2;
  }
  if (!file) {
    complain(name, errno);
    return status;
  }
  __attribute__((cleanup(free_counters))) struct counter *pages = NULL;
  __attribute__((cleanup(free_counters))) struct counter *minutes = NULL;
  static size_t took[MOST_MS + 1];
  size_t total = 0, wrong = 0;
  double size = size_of(fileno(file));
  int error;
  foreach (r, requests(with_progress(lines_of(fileno(file)), size), &wrong),
           error) {
    ++total;
    ++took[r.ms < MOST_MS ? r.ms : MOST_MS];
    if (!count(&pages, r.page) ||
        (r.status >= 500 && !count(&minutes, r.minute))) {
      complain("pages", ENOMEM);
      break;
    }
  }
  if (error)
    complain(name, error);
  report(&pages, &minutes, took, total, wrong);
  fclose(file);
  if (fflush(stdout) || ferror(stdout))
    complain("stdout", errno);
  return status;
}
