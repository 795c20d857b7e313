// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generator functions for consumers of all compilers, of every kind of type.

#ifndef GENERATORS_H
#define GENERATORS_H

#include <yieldc.h>

struct point {
  int x, y;
};
struct fixed {
#ifdef __cplusplus
  int number;
#else
  const int number;
#endif
};
/// More aligned than anything else in a frame.
struct aligned {
  int value;
} __attribute__((aligned(64)));
typedef int (*operation)(int);
enum colour { RED, BLUE = 5 };
#ifndef __cplusplus
__extension__ typedef __int128 wide;
typedef double _Complex complex;
#endif

#ifdef __cplusplus
extern "C" {
#endif

extern int live; ///< how many of the generators below are not unwound yet

generator(int) up_to(int n);
generator(int) failing(int n, int code);
generator(void) steps(int n);
generator(int, int, long) summing(void); ///< a throw adds 1000 times the code
generator(int, int, long) delegating(int depth); ///< to summing()
generator(struct point) points(int n);
generator(struct point, struct point, struct point) adding(struct point p);
generator(struct fixed) fixed_points(int n);
generator(struct aligned, struct aligned, struct aligned) aligned_values(int n);
generator(char) letters(const char *text);
generator(const char *, const char *, const char *) texts(const char *text);
generator(double, float) halves(double x);
generator(long double, char, short) mixed(void);
generator(operation, operation) operations(operation f);
generator(int *, void *) pointers(int *p);
generator(void, enum colour, enum colour) colours(void);
#ifndef __cplusplus
generator(void, wide, wide) wides(void);
generator(void, complex, complex) complexes(void);
#endif
generator(int) mapped(generator(int) source, operation f);
generator(generator(int)) nested(int n);

#ifdef __cplusplus
}
#endif
#endif
