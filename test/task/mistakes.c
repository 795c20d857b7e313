// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What does not fit is told in one line that names the tool, at its place.
//
// RUN: %cc1_verify -Xclang -verify-ignore-unexpected=note -ferror-limit=0 -std=c11 -Wall -Wextra %s

#include <yieldc/iter.h>
#include <yieldc/task/map.h>

static int twice(int x) { return 2 * x; }
static int plus(int x, int y) { return x + y; }
static int of_string(const char *s) { return *s; }
static void nothing(int x) { (void)x; }
generator(int) make(void);

void mistakes(struct task_pool *pool, struct task_future **some, int *numbers) {
  foreach (x, task_map(pool, twice, iter_range(3), 2)) // fine
    ;
  foreach (x, task_map_unordered(pool, plus, 1, iter_range(3), 2)) // fine
    ;
  foreach (x, task_map(5, twice, iter_range(3), 2)) // expected-error {{task_map: the first argument must be a struct task_pool *}}
    ;
  foreach (x, task_map(pool, of_string, iter_range(3), 2)) // expected-error {{task_map: the second argument must be a function that takes what the generator yields (and behind that the context, if there is one), and returns a value}}
    ;
  foreach (x, task_map_unordered(pool, plus, iter_range(3), 2)) // expected-error {{task_map_unordered: the second argument must be a function}}
    ;
  foreach (x, task_map(pool, nothing, iter_range(3), 2)) // expected-error {{, and returns a value}}
    ;
  foreach (x, task_map(pool, twice, make, 2)) // expected-error {{task_map: the last argument but one must be a generator (of a generator function: call it)}}
    ;
  foreach (x, task_map(pool, twice, iter_range(3), "2")) // expected-error {{task_map: the count must be an integer}}
    ;
  foreach (x, task_map(pool, twice, iter_range(3))) // expected-error {{wrong number of arguments: task_map(pool, f, g, window) or task_map(pool, f, context, g, window)}}
    ;
  foreach (f, task_as_completed(some, 3)) // fine
    (void)f;
  foreach (f, task_as_completed(numbers, 3)) // expected-error {{task_as_completed: the first argument must be an array of futures (struct task_future *)}}
    (void)f;
}
