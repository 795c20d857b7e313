// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handle that is used after it was closed or taken over, where that can be seen.
// RUN: %cc1_verify -Xclang -verify-ignore-unexpected=note %s
// RUN: %yieldcc -fsyntax-only %s 2>&1 | FileCheck %s

#include <yieldc.h>

generator(int) made(int n);
generator(int) taking(generator(int) p) {
  generator(int) local = made(1);
  yield from local;
  gen_next(local);
// expected-warning@-1 {{'local' is used after its generator was closed or taken over; make a new one, or move this use before}}
// CHECK-DAG: :[[#@LINE-2]]:12: warning:
  // The bare parameter is null then, which is no mistake.
  foreach (x, p)
    yield x;
  gen_close(p);
}
void closed(void) {
  generator(int) h = made(1);
  gen_close(h);
  gen_next(h);
// expected-warning@-1 {{'h' is used after its generator was closed or taken over}}
// CHECK-DAG: :[[#@LINE-2]]:12: warning:
  h = made(1);
  gen_next(h);
  gen_close(h);
}
void looped_with_error(generator(int) q) {
  int error;
  foreach (x, q, error)
    (void)x;
  gen_close(q);
// expected-warning@-1 {{'q' is used after its generator was closed or taken over}}
// CHECK-DAG: :[[#@LINE-2]]:13: warning:
}
void looped(generator(int) p) {
  foreach (x, p)
    (void)x;
  gen_close(p);
// expected-warning@-1 {{'p' is used after its generator was closed or taken over}}
// CHECK-DAG: :[[#@LINE-2]]:13: warning:
}
void passed_on(void) {
  generator(int) h = made(1), outer = taking(h);
  gen_close(outer);
  gen_close(h);
  // expected-warning@-1 {{'h' is used after its generator was closed or taken over}}
}

// Nothing is wrong here.
void null(void) {
  generator(int) h = made(1);
  gen_close(h);
  h = 0;
  gen_next(h);
}
void each_pass(void) {
  for (int i = 0; i < 2; ++i) {
    generator(int) h = made(i);
    gen_next(h);
    gen_close(h);
  }
}
void early(void) {
  generator(int) h = made(1);
  while (gen_next(h))
    if (gen_error(h)) {
      gen_close(h);
      return;
    }
  gen_close(h);
}
void either(int n) {
  generator(int) h = made(1);
  if (n)
    gen_close(h);
  else
    gen_close(h);
}
void behind_a_label(int n) {
  generator(int) h = made(1);
  if (n)
    goto use;
  gen_close(h);
  return;
use:
  gen_next(h);
  gen_close(h);
}
void chosen(int n) {
  generator(int) h = made(1);
  switch (n) {
  case 0:
    gen_close(h);
    break;
  default:
    gen_next(h);
    gen_close(h);
  }
}
unsigned long only_its_size(void) {
  generator(int) h = made(1);
  gen_close(h);
  return sizeof(h);
}
void and_then(int n) {
  generator(int) h = made(1);
  (void)(n && (gen_close(h), 1));
  (void)(n || (gen_next(h), gen_close(h), 1));
}
void refill(generator(int) *h);
void refilled(void) {
  generator(int) h = made(1);
  gen_close(h);
  refill(&h);
  gen_next(h);
  gen_close(h);
}
void moved(void) {
  generator(int) h = made(1), k = gen_move(h);
  gen_close(k);
  gen_close(h);
}

// CHECK-DAG: handle-gone.c:11:3: note: closed or taken over here
