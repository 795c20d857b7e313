// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the parser sees in place of a body.
// RUN: %yieldcc -fsyntax-only -Xclang -ast-print %s | FileCheck %s

#include <yieldc.h>

generator(int, char, long) other(int n);

// Two records, of which one is a parameter, and a handle.
// CHECK-LABEL: ) parameters(
// CHECK: {{.*}}yieldc_begin({{[0-9]+}}, {{[0-9]+}}, yieldc_support_table, 1, &g, &p, 8, 4);
// CHECK: if (yieldc_interrupted(yieldc_self()))
// CHECK-NEXT: return 0;
// CHECK: yieldc_enter(yieldc_self(), 0);
struct point {
  int x, y;
};
generator(int) parameters(struct point p, int n, generator(int) g) {
  // CHECK: int yieldc_value_[[N:[0-9]+]] = (n + p.x);
  // CHECK: memcpy({{.*}}yieldc_slot(yieldc_self(), {{.*}}), &yieldc_value_[[N]], sizeof (yieldc_value_[[N]]))
  // CHECK: yieldc_pause(yieldc_self());
  // CHECK-NEXT: yieldc_suspend();
  // CHECK: if (yieldc_interrupted(yieldc_self()))
  // CHECK-NEXT: return 0;
  // CHECK: yieldc_enter(yieldc_self(), 0);
  yield n + p.x;
  // CHECK: yieldc_taken_source = (typeof (g))yieldc_moved(&g)
  // CHECK: yieldc_source({{.*}}yieldc_taken_source)
  // CHECK: yieldc_loop_failed(yieldc_self(), {{.*}}yieldc_source_x)
  // CHECK-NEXT: return 0;
  // CHECK-NOT: yieldc_loop_unhandled
  foreach (x, g)
    n += x;
  // CHECK: (int *)&(n)
  // CHECK: yieldc_taken_source = (parameters(
  // CHECK: yieldc_source({{.*}}yieldc_taken_source)
  // CHECK: yieldc_loop_report({{.*}}yieldc_source_x, yieldc_error_x)
  foreach (x, parameters(p, n, 0), n)
    ;
}

// CHECK-LABEL: ) delegating(
// CHECK: {{.*}}yieldc_begin({{[0-9]+}}, {{[0-9]+}}, yieldc_support_table, 0);
generator(int, char, long) delegating(void) {
  // CHECK: long r = __extension__ ({
  // CHECK: yieldc_inner_[[I:[0-9]+]] {{.*}}cleanup(yieldc_close_variable){{.*}} = (other(1));
  // The sizes and alignments are those of int and char.
  // CHECK: for (_Bool yieldc_again_[[I]] = 0; yieldc_delegate(yieldc_self(), {{.*}}yieldc_inner_[[I]]), yieldc_again_[[I]], 4, 4, 1, 1); yieldc_again_[[I]] = 1) {
  // CHECK-NEXT: yieldc_suspend();
  // CHECK: yieldc_delegated(yieldc_self(), {{.*}}yieldc_inner_[[I]]
  // CHECK: yieldc_interrupted(yieldc_self())
  // CHECK: yieldc_delegated_result({{.*}}yieldc_inner_[[I]]
  long r = yield from other(1);
  int err;
  // CHECK: if (yieldc_closed(yieldc_self()))
  // CHECK-NEXT: return 0;
  // CHECK: yieldc_code_[[E:[0-9]+]] = &(err);
  // CHECK-NEXT: yieldc_caught(yieldc_self(), {{.*}}yieldc_code_[[E]]);
  // What was sent is read later: the flag stays.
  // CHECK: yieldc_enter(yieldc_self(), YIELDC_SENT);
  // CHECK: yieldc_received(yieldc_self()
  char c = gen_catch(err, yield 3);
  // CHECK: yieldc_fail(yieldc_self(), (err));
  // CHECK-NEXT: return 0;
  if (c)
    gen_fail(err);
  // CHECK: long yieldc_value_[[V:[0-9]+]] = (r);
  // CHECK: yieldc_returned(yieldc_self());
  // CHECK-NEXT: return 0;
  return r;
}

// CHECK-LABEL: ) nothing(
generator(void) nothing(int n) {
  // CHECK-NOT: memcpy
  // CHECK: yieldc_suspend();
  yield;
  // CHECK: if (n)
  // CHECK-NEXT: return 0;
  if (n)
    return;
}

// What is no generator function is as it was written.
// CHECK-LABEL: ) ordinary(
// CHECK-NEXT: return other(n);
// CHECK-NEXT: }
generator(int, char, long) ordinary(int n) {
  return other(n);
}
// CHECK-LABEL: int from_yield(
// CHECK-NEXT: int yield = from;
// CHECK-NEXT: return yield;
int from_yield(int from) {
  int yield = from;
  return yield;
}
