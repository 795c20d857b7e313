// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One mistake at a time, chosen by CASE, with a part of the message that is to say
// so; nothing is wrong without.

#include <yieldc.h>

struct fixed {
  const int number;
};
struct point {
  int x, y;
};
typedef int array[3];

#ifdef __cplusplus
extern "C" {
#endif
generator(int) ints(void);
generator(long) longs(void);
generator(void) nothing(void);
generator(int, int, long) all(void);
generator(int, struct point) sent_points(void);
generator(int, char *) sent_texts(void);
generator(struct fixed) fixed_points(void);
generator(int, void, struct fixed) fixed_result(void);
void take(generator(long));
#ifdef __cplusplus
}
#endif

#if CASE == 1 // generator.Y, S, R.: .*must not be
generator(const int) g;
#elif CASE == 2 // generator.Y, S, R.: .*must not be
generator(volatile int) g;
#elif CASE == 3 // generator.Y, S, R.: .*_Atomic|_Atomic. (was not declared|is a C11)
generator(_Atomic int) g;
#elif CASE == 4 // generator.Y, S, R.: .*array
generator(array) g;
#elif CASE == 5 // generator.Y, S, R.: .*must not be
generator(int, const char) g;
#elif CASE == 6 // generator.Y, S, R.: .*must not be
generator(int, void, const long) g;
#elif CASE == 7 // generator.Y, S, R.: .*array
generator(int, array) g;
#elif CASE == 8 // generator.Y, S, R.: .*array
generator(int, void, array) g;
#elif CASE == 9 // generator.Y, S, R.: .*must not be
generator(char *const) g;
#endif

void f(int *i, long *l, struct fixed *p, void *any, struct point point, char *text);
void f(int *i, long *l, struct fixed *p, void *any, struct point point, char *text) {
  (void)i, (void)l, (void)p, (void)any, (void)point, (void)text;
#if CASE == 20 // last argument must be a pointer to the type that the generator yields
  gen_next(ints(), l);
#elif CASE == 21 // last argument must be a pointer to the type that the generator yields
  gen_next(ints(), any);
#elif CASE == 22 // a generator.void. yields no value; leave the last argument out
  gen_next(nothing(), i);
#elif CASE == 23 // read-only|const-qualified|can be had only by foreach
  gen_next(fixed_points(), p);
#elif CASE == 24 // must be a generator|a generator is expected here
  gen_next(i);
#elif CASE == 25 // must be a generator|a generator is expected here
  gen_next(i, i);
#elif CASE == 26 // must be a generator|a generator is expected here
  gen_next(3);
#elif CASE == 27 // must be a generator|a generator is expected here
  gen_close(any);
#elif CASE == 28 // must be a generator|a generator is expected here
  gen_state(text);
#elif CASE == 29 // must be a generator|a generator is expected here
  gen_error(point);
#elif CASE == 30 // gen_send: this generator is sent nothing; make it a generator.Y, S., or use gen_next
  gen_send(ints(), 1);
#elif CASE == 31 // must have the type that the generator is sent|incompatible type|no matching function
  gen_send(sent_points(), 1);
#elif CASE == 32 // incompatible type|no matching function
  gen_send(all(), point);
#elif CASE == 33 // incompatible type|no matching function
  gen_send(sent_texts(), 5.0);
#elif CASE == 34 // last argument must be a pointer to the type that the generator yields
  gen_send(all(), 1, l);
#elif CASE == 35 // must be a generator|a generator is expected here
  gen_send(any, 1);
#elif CASE == 36 // last argument must be a pointer to the type that the generator yields
  gen_throw(all(), 1, l);
#elif CASE == 37 // must be a generator|a generator is expected here
  gen_throw(any, 1);
#elif CASE == 40 // gen_result: the last argument must be a pointer to the type that the generator returns
  gen_result(all(), i);
#elif CASE == 41 // gen_result: the last argument must be a pointer to the type that the generator returns
  gen_result(ints(), i);
#elif CASE == 42 // must be a generator|a generator is expected here
  gen_result(any, i);
#elif CASE == 43 // const-qualified|const members|read-only
  gen_result(fixed_result(), p);
#elif CASE == 44 // read-only|const
  gen_next(ints(), (const int *)i);
#elif CASE == 50 // a generator.void. yields no value; write while .gen_next.g..
  foreach (x, nothing())
    ;
#elif CASE == 51 // must be a generator|a generator is expected here
  foreach (x, any)
    ;
#elif CASE == 52 // must be a generator|a generator is expected here
  foreach (x, 3)
    ;
#elif CASE == 53 // third argument must be an int variable|cannot bind
  foreach (x, ints(), *l)
    ;
#elif CASE == 54 // must be a generator|a generator is expected here
  foreach (x, point)
    ;
#elif CASE == 55 // holds a generator|must be a generator|a generator is expected here
  gen_move(i);
#elif CASE == 56 // last argument must be a pointer to the type that the generator yields|no matching function
  gen_next(ints(), *i);
#elif CASE == 57 // last argument must be a pointer to the type that the generator yields|no matching function
  gen_throw(all(), 1, *i);
#elif CASE == 58 // last argument must be a pointer to the type that the generator returns|no matching function
  gen_result(all(), *l);
#elif CASE == 59 // must be a generator|a generator is expected here
  foreach (x, ints)
    ;
#elif CASE == 60 // incompatible|invalid conversion|cannot initialize|no matching function
  generator(int) g = longs();
  (void)g;
#elif CASE == 61 // incompatible|invalid conversion|cannot initialize|no matching function
  generator(int, int) g = ints();
  (void)g;
#elif CASE == 62 // incompatible|invalid conversion|cannot initialize|no matching function
  generator(int, void, int) g = ints();
  (void)g;
#elif CASE == 63 // incompatible|invalid conversion|cannot initialize|no matching function
  take(ints());
#elif CASE == 64 // must be a generator|a generator is expected here
  gen_send(*i, 1, i);
#elif CASE == 65 // must be a generator|a generator is expected here
  gen_result(2.0, i);
#elif CASE == 66 // must be a generator|a generator is expected here
  gen_throw(ints, 1, i);
#elif CASE == 70 // .
  foreach (x) ;
#elif CASE == 71 // .
  gen_next(ints(), i, i);
#elif CASE == 72 // .
  gen_next();
#elif CASE == 73 // .
  gen_send(all());
#elif CASE == 74 // .
  generator(int, int, int, int) g;
#elif CASE == 75 // .
  generator() g;
#endif
}
