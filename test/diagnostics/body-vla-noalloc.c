// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %cc1_verify %s
#include <yieldc.h>

gen_noalloc generator(int) marked(int n);
generator(int) marked(int n) {
  int fixed[8] = {0};
  int items[n]; // expected-error {{a variable-length array in a generator function that is marked gen_noalloc: it takes an allocation; give it a constant length}}
  while (n--)
    yield items[n] + fixed[0];
}
gen_noalloc generator(int) labelled(int n) {
again:;
  if (n) {
    int a = 1, items[n], b = 2; // expected-error {{a variable-length array in a generator function that is marked gen_noalloc}}
    yield items[0] + a + b;
    goto again;
  }
}
generator(int) unmarked(int n) {
  int items[n];
  while (n--)
    yield items[n];
}
