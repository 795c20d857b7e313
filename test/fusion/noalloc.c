// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// gen_noalloc and foreach_noalloc: what is fused, or in a buffer, compiles; an
// allocation that is left is an error at its place, with the reason.
//
// RUN: %fused %s
// RUN: not %yieldcc -O2 -DWRONG -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %yieldcc -O1 -DWRONG -fexceptions -g -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// Nothing is fused at -O0, so all is an error but what has a buffer.
// RUN: not %yieldcc -O0 -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=O0 --implicit-check-not=error:
// RUN: %if gcc %{ not %gcc -O2 -DCONSUMER -isystem %include -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=OTHERS --implicit-check-not=error: %}
// RUN: not %clang -O2 -DCONSUMER -isystem %include -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=OTHERS --implicit-check-not=error:

#ifdef CONSUMER // without the plugin nothing is fused
#include <yieldc.h>
gen_noalloc generator(int) marked(int n);
generator(int) opaque(int n);
int consume(char *buffer) {
  int sum = 0;
  // OTHERS-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: {{.*}}gen_noalloc: this generator must not be allocated; give it a buffer, gen_in(buffer, size, ...), or consume it where it is made
  foreach (x, marked(3))
    sum += x;
  // OTHERS-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: {{.*}}foreach_noalloc works only in code compiled with the yieldc plugin
  foreach_noalloc (x, opaque(3))
    sum += x;
  // OTHERS-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: {{.*}}gen_in works only in code compiled with the yieldc plugin
  foreach (x, gen_in(buffer, 100, opaque(3)))
    sum += x;
  // OTHERS-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: {{.*}}gen_size and gen_align work only in code compiled with the yieldc plugin
  return sum + gen_size(opaque) > 3;
}
#else

#include "Inputs/fused.h"

ints opaque(int n);
gen_noalloc ints marked_opaque(int n);

gen_noalloc static ints marked(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
static ints twice(ints g) {
  foreach (x, g)
    yield 2 * x;
}
static ints both(ints g, ints h) {
  yield from g;
  yield from h;
}
/// Passes a marked one on from a frame of its own, where it is fused.
static ints inner(int n) {
  // O0-DAG: noalloc.c:[[#@LINE+2]]:{{.*}} error: foreach_noalloc: generator 'twice' is allocated: nothing is fused at -O0; compile with -O1 or more
  // O0-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: generator 'marked' is marked gen_noalloc and would be allocated here: nothing is fused at -O0; compile with -O1 or more; or give it a buffer, with gen_in
  foreach_noalloc (x, twice(marked(n)))
    yield x;
}
__attribute__((noinline)) static int right(int n) {
  char buffer[200], more[200];
  int sum = 0, err;
  // O0-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: generator 'marked' is marked
  foreach (x, marked(n))
    sum += x;
  // O0-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: foreach_noalloc: generator 'range' is allocated
  foreach_noalloc (x, range(0, n), err)
    sum += x;
  // O0-DAG: noalloc.c:[[#@LINE+2]]:{{.*}} error: foreach_noalloc: generator 'both' is allocated
  // O0-DAG: noalloc.c:[[#@LINE+1]]:{{.*}} error: generator 'marked' is marked
  foreach_noalloc (x, both(range(0, n), twice(marked(n))))
    sum += x;
  foreach_noalloc (x, gen_in(buffer, sizeof buffer, twice(gen_in(more, sizeof more, marked(n)))))
    sum += x;
  ints g = inner(n);
  for (int x; gen_next(g, &x);)
    sum += x;
  gen_close(g);
  return sum + err;
}

#ifdef WRONG
ints tree(int n);
ints tree(int n) {
  if (n)
    // CHECK-DAG: noalloc.c:[[#@LINE+1]]:{{[0-9]+}}: error: foreach_noalloc: generator 'tree' is allocated: it calls itself
    foreach_noalloc (x, tree(n - 1))
      yield x;
  yield n;
}

void take(ints g);
ints kept;

int wrong(ints given, int n) {
  int sum = 0;
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:8: error: generator 'marked' is marked gen_noalloc and would be allocated here: it is passed to 'take'; or give it a buffer, with gen_in
  take(marked(n));
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:15: error: generator 'marked_opaque' is marked gen_noalloc and would be allocated here: its definition is not visible here; or give it a buffer, with gen_in
  foreach (x, marked_opaque(n))
    sum += x;
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:3: error: foreach_noalloc: generator 'opaque' is allocated: its definition is not visible here
  foreach_noalloc (x, opaque(n))
    sum += x;
  // The source of what is fused.
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:3: error: foreach_noalloc: generator 'opaque' is allocated: its definition is not visible here
  foreach_noalloc (x, twice(opaque(n)))
    sum += x;
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:3: error: foreach_noalloc: this generator may have been allocated, for it is not known here which call made it; make it in the parentheses
  foreach_noalloc (x, given)
    sum += x;
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:3: error: foreach_noalloc: this generator may have been allocated
  foreach_noalloc (x, gen_move(kept))
    sum += x;
  return sum;
}
ints wrong_in_generator(int n, ints g) {
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:3: error: foreach_noalloc: generator 'opaque' is allocated: its definition is not visible here
  foreach_noalloc (x, opaque(n))
    yield x;
  // CHECK-DAG: noalloc.c:[[#@LINE+1]]:3: error: foreach_noalloc: this generator may have been allocated
  foreach_noalloc (x, g)
    yield x;
}
#endif

int main(void) {
  EXPECT(right(0) == 0 && right(4) == 6 + 6 + 18 + 12 + 12);
  EXPECT_ALLOCATIONS(0);
}
#endif
