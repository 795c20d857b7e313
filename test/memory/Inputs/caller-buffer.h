// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generator functions that caller-buffer.c gives buffers; caller-buffer-2.c defines them.

#ifndef CALLER_BUFFER_H
#define CALLER_BUFFER_H

#include <yieldc.h>

typedef generator(int) ints;
typedef generator(int, int, int) talks;

struct large {
  long numbers[9];
};
struct aligned {
  _Alignas(64) char text[64];
};

extern int open_bodies; // begun and not unwound

ints elsewhere_count(int n);
ints elsewhere_twice(ints g);
ints elsewhere_both(ints g, ints h);
ints elsewhere_records(struct large a, int n, struct large b);
generator(struct aligned) elsewhere_aligned(int n);
talks elsewhere_add(int start);
ints elsewhere_array(int n);
gen_noalloc ints elsewhere_never(int n);

#endif
