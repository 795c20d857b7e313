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

/// M(a name, a type), for each type to which what is sent converts.
#define EACH_ARITHMETIC_TYPE(M)                                                \
  M(char, char)                                                                \
  M(signed_char, signed char)                                                  \
  M(unsigned_char, unsigned char)                                              \
  M(short, short)                                                              \
  M(unsigned_short, unsigned short)                                            \
  M(int, int)                                                                  \
  M(unsigned, unsigned)                                                        \
  M(long, long)                                                                \
  M(unsigned_long, unsigned long)                                              \
  M(long_long, long long)                                                      \
  M(unsigned_long_long, unsigned long long)                                    \
  M(float, float)                                                              \
  M(double, double)                                                            \
  M(long_double, long double)
#define EACH_POINTER_TYPE(M)                                                   \
  M(text, char *)                                                              \
  M(constant_text, const char *)                                               \
  M(any, void *)                                                               \
  M(constant_any, const void *)
#ifndef __cplusplus
__extension__ typedef unsigned __int128 unsigned_wide;
#define EACH_TYPE_OF_C(M)                                                      \
  M(truth, _Bool)                                                              \
  M(wide, wide)                                                                \
  M(unsigned_wide, unsigned_wide)                                              \
  M(float_complex, float _Complex)                                             \
  M(complex, complex)                                                          \
  M(long_complex, long double _Complex)
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ECHO(name, T) generator(void, T, T) echo_##name(void); ///< returns it
EACH_ARITHMETIC_TYPE(ECHO)
EACH_POINTER_TYPE(ECHO)
#ifndef __cplusplus
EACH_TYPE_OF_C(ECHO)
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
generator(int) mapped(generator(int) source, operation f);
generator(generator(int)) nested(int n);

#ifdef __cplusplus
}
#endif
#endif
