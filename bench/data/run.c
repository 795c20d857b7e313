// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// run FILE COMMAND...: runs a command, and writes the seconds that it took and
// the most memory that it had, in KB, to a file. Linux counts what a process
// had before exec() as well: that of this program is small, Python's is not.

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  struct rusage usage;
  int status = 0;
  double begin = now();
  FILE *file = argc > 2 ? fopen(argv[1], "w") : NULL;
  if (!file)
    return 125;
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &usage) < 0)
    return 125;
  fprintf(file, "%f %ld\n", now() - begin, usage.ru_maxrss);
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
