// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The header's refusals, with the plugin: at the user's line, each with one error and no more.
// RUN: %cc1_verify -ferror-limit=0 -std=gnu11 %s
// RUN: not %yieldcc -fsyntax-only -ferror-limit=0 -std=gnu11 %s 2>&1 | FileCheck %s

#include <yieldc.h>

struct fixed {
  const int number;
};
typedef int array[3];
generator(int) ints(void);
generator(void) nothing(void);
generator(int, int, long) all(void);
generator(struct fixed) fixed_points(void);

generator(const int) a;
// expected-error@-1 {{generator(Y, S, R): Y must not be an array, const, volatile or _Atomic; wrap an array in a struct, leave a qualifier out}}
// CHECK-DAG: :[[#@LINE-2]]:1: error:
generator(int, volatile char) b;
// expected-error@-1 {{generator(Y, S, R): S must not be an array, const, volatile}}
// CHECK-DAG: :[[#@LINE-2]]:1: error:
generator(int, void, char *const) c;
// expected-error@-1 {{generator(Y, S, R): R must not be an array, const, volatile}}
// CHECK-DAG: :[[#@LINE-2]]:1: error:
generator(_Atomic int) d;
// expected-error@-1 {{generator(Y, S, R): Y must not be}}
// CHECK-DAG: :[[#@LINE-2]]:1: error:
generator(array) e;
// expected-error@-1 {{generator(Y, S, R): Y must not be}}
// CHECK-DAG: :[[#@LINE-2]]:1: error:
generator(int, array) f;
// expected-error@-1 {{generator(Y, S, R): S must not be}}
// CHECK-DAG: :[[#@LINE-2]]:1: error:

void next(int *i, long *l, void *any, struct fixed *p) {
  gen_next(ints(), l);
// expected-error@-1 {{gen_next: the last argument must be a pointer to the type that the generator yields}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(nothing(), i);
// expected-error@-1 {{gen_next: a generator(void) yields no value; leave the last argument out}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(fixed_points(), p);
// expected-error@-1 {{const-qualified data member}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(any);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(i, i);
// expected-error@-1 {{gen_next: the first argument must be a generator}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(3);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(ints(), *i);
// expected-error@-1 {{gen_next: the last argument must be a pointer to the type that the generator yields}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_next(ints(), any);
// expected-error@-1 {{gen_next: the last argument must be a pointer to the type that the generator yields}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
}
void send(long *l, void *any) {
  gen_send(ints(), 1);
// expected-error@-1 {{gen_send: this generator is sent nothing; make it a generator(Y, S), or use gen_next}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(all(), 1, l);
// expected-error@-1 {{gen_send: the last argument must be a pointer to the type that the generator yields}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(any, 1);
// expected-error@-1 {{generator}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_throw(all(), 1, l);
// expected-error@-1 {{gen_throw: the last argument must be a pointer to the type that the generator yields}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_throw(any, 1);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
}
void others(int *i, long *l, void *any) {
  gen_result(all(), i);
// expected-error@-1 {{gen_result: the last argument must be a pointer to the type that the generator returns}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_result(ints(), l);
// expected-error@-1 {{gen_result: the last argument must be a pointer to the type that the generator returns}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_close(any);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_state(any);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_error(any);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
}
void loops(int *i, long *l, void *any) {
  foreach (x, nothing())
// expected-error@-1 {{foreach: a generator(void) yields no value; write while (gen_next(g))}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
    ;
  foreach (x, any)
// expected-error@-1 {{generator}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
    ;
  foreach (x, *i)
// expected-error@-1 {{generator}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
    ;
  foreach (x, ints(), *l)
// expected-error@-1 {{foreach: the third argument must be an int variable}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
    ;
  foreach (x, ints)
// expected-error@-1 {{foreach: the second argument must be a generator (of a generator function: call it)}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
    ;
}
// A pointer to a function is none either, be it to one that makes generators.
void pointers(generator(int) (*make)(void), void (*other)(int), int *i) {
  foreach (x, make)
// expected-error@-1 {{foreach: the second argument must be a generator (of a generator function: call it)}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
    ;
  gen_next(make, i);
// expected-error@-1 {{gen_next: the first argument must be a generator (of a generator function: call it)}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_send(make, 1);
// expected-error@-1 {{gen_send: the first argument must be a generator}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_close(other);
// expected-error@-1 {{a generator is expected here}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  gen_move(other);
// expected-error@-1 {{gen_move: a variable that holds a generator is expected}}
// CHECK-DAG: :[[#@LINE-2]]:3: error:
  foreach (x, make())
    foreach (y, (*make)())
      *i += x + y;
}

// What the compiler adds of its own behind our texts.
// expected-note@9 0+ {{declared const here}}
// expected-error@29 0+ {{function cannot return array type}}
