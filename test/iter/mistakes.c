// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What does not fit is told in one line that names the tool, at its place.
//
// RUN: %cc1_verify -Xclang -verify-ignore-unexpected=note -ferror-limit=0 -std=c11 -Wall -Wextra %s

#include <yieldc/iter.h>

struct point {
  int x;
};
static bool of_string(const char *s) { return *s; }
static struct point of_point(struct point a) { return a; }
static void nothing(int x) { (void)x; }
static bool two(int a, int b) { return a < b; }
static double add(double a, struct point b) { return a + b.x; }
generator(int) make(void);
generator(void) ticks(void);

void functions(struct point p, double *d) {
  foreach (x, iter_filter(of_string, iter_range(3))) // expected-error-re {{iter_filter: the first argument must be a function that takes what the generator yields {{.*}}, and returns a condition}}
    ;
  foreach (x, iter_filter(of_point, iter_repeat(p))) // expected-error {{, and returns a condition (a number or pointer)}}
    ;
  foreach (x, iter_map(nothing, iter_range(3))) // expected-error {{, and returns a value}}
    ;
  foreach (x, iter_map(two, iter_range(3))) // expected-error {{iter_map: the first argument must be a function}}
    ;
  foreach (x, iter_map(two, d, iter_range(3))) // expected-error {{iter_map: the first argument must be a function}}
    ;
  foreach (x, iter_map(3, iter_range(3))) // expected-error {{iter_map: the first argument must be a function}}
    ;
  foreach (x, iter_filter_map(two, iter_range(3))) // expected-error {{iter_filter_map: the first argument must be a function that takes what the generator yields, a pointer to where the result goes}}
    ;
  foreach (x, iter_group_by(of_point, iter_repeat(p))) // expected-error {{, and returns a key: a number, a pointer or a string}}
    ;
  foreach (x, iter_merge(two, iter_repeat(p), iter_repeat(p))) // expected-error {{iter_merge: the first argument must be a function that takes two of what the generators yield}}
    ;
  iter_fold(add, 0, iter_range(3)); // expected-error {{iter_fold: the first argument must be a function that takes the initial value and what the generator yields}}
  iter_for_each(of_string, iter_range(3)); // expected-error {{iter_for_each: the first argument must be a function that takes what the generator yields}}
}

void generators(int *array, int n) {
  foreach (x, iter_take(3, make)) // expected-error {{iter_take: the last argument must be a generator (of a generator function: call it)}}
    ;
  foreach (x, iter_take(3, 5)) // expected-error {{iter_take: the last argument must be a generator}}
    ;
  foreach (x, iter_take(2, ticks())) // expected-error {{a generator(void) yields no value}}
    ;
  foreach (x, iter_chain(iter_range(2), iter_repeat(0.5))) // expected-error {{iter_chain: the generators must yield the same type}}
    ;
  foreach (x, iter_zip(iter_range(2), 5)) // expected-error {{iter_zip: the arguments must be generators}}
    ;
  foreach (x, iter_flatten(iter_range(2))) // expected-error {{iter_flatten: the generator must yield generators}}
    ;
  foreach (x, iter_skip(1, iter_take(2, iter_map(two, make())))) // expected-error {{iter_map: the first argument}}
    ;
  iter_sum(5); // expected-error {{iter_sum: the last argument must be a generator}}
  (void)array, (void)n;
}

void values(struct point p, int *array, int n, void *nothing_known) {
  double d;
  int err = 0;
  foreach (x, iter_take("a", make())) // expected-error {{iter_take: the count must be an integer}}
    ;
  foreach (x, iter_range(0.5)) // expected-error {{iter_range: the arguments must be integers; for other steps write gen_expr(0.1 * i, for (i, iter_range(10)))}}
    ;
  foreach (x, iter_count(array)) // expected-error {{iter_count: the arguments must be integers}}
    ;
  foreach (x, iter_array(array)) // expected-error {{iter_array: one argument must be an array; for a pointer write iter_array(pointer, n)}}
    ;
  int *const fixed = array;
  foreach (x, iter_array(fixed)) // expected-error {{iter_array: one argument must be an array; for a pointer write iter_array(pointer, n)}}
    ;
  foreach (x, iter_array(n, 3)) // expected-error {{iter_array: an array is expected, or a pointer to its first element}}
    ;
  foreach (x, iter_array(nothing_known, 3)) // expected-error {{iter_array: an array is expected, or a pointer to its first element}}
    ;
  foreach (x, iter_until_null(array)) // expected-error {{iter_until_null: the elements must be pointers}}
    ;
  foreach (x, iter_chars(5)) // expected-error {{iter_chars: the argument must be a string}}
    ;
  foreach (x, iter_dedup(iter_repeat(p))) // expected-error {{iter_dedup: the generator must yield numbers, pointers or strings; for others write iter_dedup(same, g)}}
    ;
  foreach (x, iter_catch(err, iter_range(3))) // expected-error {{iter_catch: the first argument must be the address of an int}}
    ;
  foreach (x, iter_map(two)) // expected-error {{wrong number of arguments for an iterator tool}}
    ;
  iter_sum(iter_repeat(p));                // expected-error {{iter_sum: the generator must yield numbers}}
  iter_min(iter_range(3), &d);             // expected-error {{iter_min: the last argument must be a pointer to the type that the generator yields}}
  iter_min(iter_range(3));                 // expected-error {{wrong number of arguments for an iterator tool}}
  iter_find(two, 5, iter_range(3), &d);    // expected-error {{iter_find: the last argument must be a pointer to the type that the generator yields}}
  iter_nth(1, iter_range(3), n);           // expected-error {{iter_nth: the last argument must be a pointer}}
  iter_any(iter_repeat(p));                // expected-error {{iter_any: the generator must yield conditions, numbers or pointers}}
  (void)iter_collect(iter_range(3), &err); // expected-error {{iter_collect: the last argument must be a pointer to a size_t}}
  iter_fill(iter_range(3), &d, 1);         // expected-error {{iter_fill: the second argument must be an array of what the generator yields}}
  (void)iter_join(", ", iter_range(3));    // expected-error {{iter_join: the generator must yield strings}}
  generator(double) readers[2];
  iter_tee(readers, iter_range(3)); // expected-error {{iter_tee: the elements of the array must be of the generator's type}}
  generator(int) *const some = 0;
  iter_tee(some, iter_range(3));    // expected-error {{iter_tee: the first argument must be an array of handles}}
  iter_tee(&d, iter_range(3));      // expected-error {{iter_tee: the first argument must be an array of handles}}
  (void)iter_again(some);           // expected-error {{iter_again: the argument must be a reader that iter_replay or iter_again has made}}
  (void)iter_again(make());         // expected-error {{iter_again: the argument must be a reader that iter_replay or iter_again has made}}
}

/// What was taken over is not used again.
generator(int) twice(generator(int) g) {
  generator(int) h = make();
  foreach (x, iter_take(1, h))
    yield x;
  gen_close(h); // expected-warning {{}}
  foreach (x, iter_take(1, g)) // (a parameter is moved from)
    yield x;
}
