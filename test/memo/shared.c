// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that remember, for several threads: one computes, the others wait.
//
// REQUIRES: uthash
// RUN: %levels %s -pthread
// RUN: %if sanitizers %{ %levels %s --levels 0,2 -pthread -fsanitize=thread %}
// RUN: %if sanitizers %{ %levels %s --levels 0,2 -pthread -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <stdatomic.h>
#include <unistd.h>
#include <yieldc/memo_shared.h>

#include "../expect.h"

enum { THREADS = 4 };

static void in_threads(void *(*f)(void *)) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; ++i)
    EXPECT(pthread_create(&threads[i], NULL, f, (void *)(size_t)i) == 0);
  for (int i = 0; i < THREADS; ++i)
    EXPECT(pthread_join(threads[i], NULL) == 0);
}

// Once computed, however many ask at the same time. (It is slow, so that they do.)
static atomic_int computed, inside, most_inside;

static memo_shared_function(int, slow, 100, (int, n)) {
  int now = ++inside;
  if (now > most_inside)
    most_inside = now;
  ++computed;
  usleep(20000);
  --inside;
  return n + 1;
}
static void *ask_slow(void *unused) {
  (void)unused;
  EXPECT(slow(1) == 2);
  return NULL;
}

static void one_computes_and_the_others_wait(void) {
  in_threads(ask_slow);
  EXPECT(computed == 1 && most_inside == 1);
  struct memo_info info = memo_info(slow);
  EXPECT(info.hits == THREADS - 1 && info.misses == 1 && info.size == 1);
  memo_clear(slow);
}

// Different keys are computed at the same time: each waits until all are inside.
static atomic_int arrived;
static memo_shared_function(int, meets, 100, (size_t, i)) {
  ++arrived;
  while (arrived < THREADS)
    usleep(100);
  return (int)i;
}
static void *ask_meets(void *i) {
  EXPECT(meets((size_t)i) == (int)(size_t)i);
  return NULL;
}

static void others_do_not_wait(void) {
  in_threads(ask_meets);
  EXPECT(memo_info(meets).misses == THREADS);
  memo_clear(meets);
}

// A failure is nobody else's: each of those that waited computes.
static memo_shared_function(int, fails, 100, (int, n)) {
  int attempt = ++computed;
  usleep(2000);
  if (attempt < 3)
    return memo_fail(-n);
  return n;
}
static atomic_int failures;
static void *ask_fails(void *unused) {
  (void)unused;
  int result = fails(5);
  EXPECT(result == 5 || result == -5);
  failures += result < 0;
  return NULL;
}

static void a_failure_is_computed_anew(void) {
  computed = 0;
  in_threads(ask_fails);
  EXPECT(computed == 3 && failures == 2);
  memo_clear(fails);
}

// Recursion, with all threads at once, and fewer places than results.
static memo_shared_function(long, fibonacci, 10, (int, n)) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
static void *ask_fibonacci(void *i) {
  for (int n = 0; n < 40; ++n)
    EXPECT(fibonacci(40) == 102334155);
  if (i)
    memo_clear(fibonacci);
  return NULL;
}

static void recursive(void) {
  in_threads(ask_fibonacci);
  EXPECT(memo_info(fibonacci).size <= 10);
  memo_clear(fibonacci);
}

// For a capacity of zero nobody waits; and a call for the same from within one does not wait for itself.
static memo_shared_function(int, never, 0, (int, n)) {
  ++computed;
  return n;
}
static void *ask_never(void *unused) {
  (void)unused;
  for (int i = 0; i < 100; ++i)
    EXPECT(never(1) == 1);
  return NULL;
}
static int depth;
static memo_shared_function(int, again, 5, (int, n)) { return depth++ < 3 ? again(n) + 1 : n; }

static void capacity_zero_and_re_entrant(void) {
  computed = 0;
  in_threads(ask_never);
  EXPECT(computed == THREADS * 100);
  EXPECT(again(7) == 10 && again(7) == 7);
  memo_clear(again);
}

// Hash and equality of one's own.
static unsigned parity(int n) { return (unsigned)n % 2; }
static bool same_parity(int a, int b) { return (a - b) % 2 == 0; }
static memo_shared_function_by(parity, same_parity, int, odd, 5, (int, n)) {
  ++computed;
  return n % 2;
}
static void *ask_odd(void *unused) {
  (void)unused;
  for (int i = 0; i < 1000; ++i)
    EXPECT(odd(i) == i % 2);
  return NULL;
}

static void by(void) {
  computed = 0;
  in_threads(ask_odd);
  EXPECT(computed == 2);
  memo_clear(odd);
}

int main(void) {
  one_computes_and_the_others_wait();
  others_do_not_wait();
  a_failure_is_computed_anew();
  recursive();
  capacity_zero_and_re_entrant();
  by();
}
