// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "caller-buffer.h"

int open_bodies;

static void leave(int *open) { open_bodies -= *open; }
#define COUNTED __attribute__((cleanup(leave), unused)) int open = (++open_bodies, 1)

ints elsewhere_count(int n) {
  COUNTED;
  for (int i = 0; i < n; ++i)
    yield i;
}

ints elsewhere_twice(ints g) {
  COUNTED;
  foreach (x, g)
    yield 2 * x;
}

ints elsewhere_both(ints g, ints h) {
  COUNTED;
  yield from g;
  yield from h;
}

ints elsewhere_records(struct large a, int n, struct large b) {
  COUNTED;
  for (int i = 0; i < n; ++i)
    yield (int)(a.numbers[i] + b.numbers[8 - i]);
}

generator(struct aligned) elsewhere_aligned(int n) {
  COUNTED;
  _Alignas(128) char pad[128];
  for (int i = 0; i < n; ++i) {
    pad[i] = (char)i;
    struct aligned value = {{pad[i]}};
    if ((__UINTPTR_TYPE__)pad % 128)
      gen_fail(1);
    yield value;
  }
}

talks elsewhere_add(int start) {
  COUNTED;
  for (;;) {
    int sent = yield start;
    if (sent < 0)
      return start;
    start += sent;
  }
}

ints elsewhere_array(int n) {
  COUNTED;
  int items[n];
  for (int i = 0; i < n; ++i)
    items[i] = i;
  for (int i = 0; i < n; ++i)
    yield items[i];
}

gen_noalloc ints elsewhere_never(int n) {
  COUNTED;
  while (n--)
    yield n;
}
