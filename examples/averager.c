// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The running average of the numbers on stdin: each number is sent to a
// generator, which yields the average so far.
//
//   yieldcc -O2 averager.c -o averager && echo 10 20 60 | ./averager

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yieldc.h>

generator(double) numbers(FILE *in) {
  double number;
  int found;
  while ((found = fscanf(in, "%lf", &number)) == 1)
    yield number;
  if (ferror(in))
    gen_fail(EIO);
  if (found == 0) // there is something, but it is no number
    gen_fail(EDOM);
}

// Is sent numbers; yields the average of all it was sent.
generator(double, double) averager(void) {
  double sum = 0, average = 0;
  for (long count = 1;; ++count) {
    sum += yield average;
    average = sum / count;
  }
}

int main(void) {
  gen_auto generator(double, double) averages = averager();
  gen_next(averages); // to the first yield, where a number can be sent

  long count = 0;
  int error;
  foreach (number, numbers(stdin), error) {
    double average;
    if (!gen_send(averages, number, &average)) {
      error = gen_error(averages);
      fprintf(stderr, "averager: %s\n", strerror(error));
      return 1;
    }
    printf("%.10g\n", average);
    ++count;
  }
  if (error == EDOM)
    fprintf(stderr, "averager: input %ld is not a number\n", count + 1);
  else if (error)
    fprintf(stderr, "averager: %s\n", strerror(error));
  return error ? 1 : 0;
}
