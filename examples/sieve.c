// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first N primes, by a chain of filters: each prime that comes out of the
// chain adds one more filter to it, which drops the multiples of that prime.
//
//   yieldcc -O2 sieve.c -o sieve && ./sieve 20

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc.h>

// Each filter resumes the one before it, so the chain's length is the depth of
// calls on the stack.
enum { MOST = 10000 };

generator(int) count_up(int first) {
  for (int i = first; i < INT_MAX; ++i)
    yield i;
}

generator(int) without_multiples(generator(int) numbers, int prime) {
  foreach (n, numbers)
    if (n % prime)
      yield n;
}

generator(int) primes(void) {
  gen_auto generator(int) numbers = count_up(2);
  int prime;
  while (gen_next(numbers, &prime)) {
    yield prime;
    // The new filter owns the chain so far. If there is no memory for it, it
    // has closed that chain, and numbers is null.
    numbers = without_multiples(gen_move(numbers), prime);
  }
  if (gen_error(numbers))
    gen_fail(gen_error(numbers));
}

int main(int argc, char **argv) {
  long wanted = 20;
  if (argc > 1) {
    char *end;
    wanted = strtol(argv[1], &end, 10);
    if (argc > 2 || end == argv[1] || *end || wanted < 0 || wanted > MOST) {
      fprintf(stderr, "usage: sieve [N]    N from 0 to %d, default 20\n", MOST);
      return 2;
    }
  }
  if (wanted == 0)
    return 0;

  int error;
  foreach (prime, primes(), error) {
    printf("%d\n", prime);
    if (--wanted == 0)
      break; // closes all the filters
  }
  if (error) {
    fprintf(stderr, "sieve: %s\n", strerror(error));
    return 1;
  }
}
