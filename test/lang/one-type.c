// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The same types give one generator type, however they are spelled; any
// difference in one of them gives another.
// RUN: %yieldcc -fsyntax-only -Werror %s
// RUN: %yieldcc -fsyntax-only -Werror -std=c23 %s
// RUN: %clang -isystem %include -fsyntax-only -Werror %s

#include <yieldc.h>

#define SAME(...) _Static_assert(PAIR(__VA_ARGS__), "one type")
#define OTHER(...) _Static_assert(!PAIR(__VA_ARGS__), "two types")
#define PAIR(a, b) __builtin_types_compatible_p(generator a, generator b)

typedef int number;
struct point {
  int x, y;
};
typedef struct point point;
struct other {
  int x, y;
};
typedef int (*operation)(int);
typedef int (*same_operation)(int);
typedef number (*spelled_anew)(number);

SAME((int), (int));
SAME((int), (number));
SAME((unsigned), (unsigned int));
SAME((long), (long int));
SAME((char *), (char *));
SAME((struct point), (point));
SAME((operation), (same_operation));
SAME((operation), (spelled_anew));
SAME((void), (void, void, void));
SAME((int), (int, void));
SAME((int), (int, void, void));
SAME((int, long), (number, long int, void));
SAME((generator(int)), (generator(number)));

OTHER((int), (unsigned));
OTHER((int), (long));
OTHER((long), (long long));
OTHER((char), (signed char));
OTHER((char *), (const char *));
OTHER((char *), (void *));
OTHER((struct point), (struct other));
OTHER((struct point), (struct point *));
OTHER((int), (void));
OTHER((int), (int, int));
OTHER((int), (int, void, int));
OTHER((int, long), (int, int));
OTHER((int, long), (long, int));
OTHER((int, int, long), (int, int, int));
OTHER((int, int), (int, void, int));
OTHER((generator(int)), (generator(long)));

// So declarations agree.
generator(unsigned, struct point) declared(generator(long));
generator(unsigned int, point, void) declared(generator(long int, void));
typedef generator(int) numbers;
extern numbers variable;
extern generator(number) variable;
